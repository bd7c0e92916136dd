import js from '@eslint/js';
import type { ESLint } from 'eslint';
import reactHooks from 'eslint-plugin-react-hooks';
import { defineConfig } from 'eslint/config';
import globals from 'globals';
import ts from 'typescript-eslint';

export default defineConfig(
  { ignores: ['dist/**', 'out/**', '.runtime/**', 'node_modules/**'] },
  js.configs.recommended,
  ts.configs.strict,
  {
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'max-lines': ['error', { max: 320, skipBlankLines: true, skipComments: true }],
      'no-console': 'off',
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'Name what you export.' },
        { selector: 'ExportAllDeclaration', message: 'No barrels: import from the file that defines it.' },
        {
          // A call whose Result is thrown away hides an expected failure.
          selector: "ExpressionStatement > AwaitExpression > CallExpression[callee.name='call']",
          message: 'Handle the Result.',
        },
        {
          selector: "ExpressionStatement > CallExpression[callee.name='call']",
          message: 'Handle the Result.',
        },
        {
          selector: "ExpressionStatement > CallExpression[callee.property.name='transaction']",
          message: 'A transaction can fail on a full disk: handle its Result.',
        },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': 'error',
      // The type system already asks for the checks; `!` would be a silent promise.
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-invalid-void-type': 'off',
    },
  },
  {
    files: ['main/**/*.ts', 'native-bridge/**/*.ts'],
    rules: { 'no-console': ['error', { allow: ['error'] }] },
  },
  {
    files: ['renderer/**/*.{ts,tsx}'],
    plugins: { 'react-hooks': reactHooks as unknown as ESLint.Plugin },
    rules: { ...reactHooks.configs.recommended.rules, 'no-console': 'error' },
    languageOptions: { globals: globals.browser },
  },
  {
    files: ['build/**/*.{ts,mjs,cjs}', 'tests/**/*.{ts,mjs}'],
    languageOptions: { globals: { ...globals.node, ...globals.browser } },
  },
  {
    files: ['build/*.config.ts', 'tests/vitest.config.ts'],
    rules: { 'no-restricted-syntax': 'off' },
  },
);
