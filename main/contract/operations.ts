/**
 * The contract: everything that a window may ask of the main process. Types for the renderer, handlers for main, the
 * preload's allow-list and the negative tests are all derived from this one value.
 */
import type { z } from 'zod';
import { arrangeOperations } from './arrange-operations.ts';
import { captureOperations } from './capture-operations.ts';
import { cardsOperations } from './cards-operations.ts';
import { catalogueOperations } from './catalogue-operations.ts';
import { cityOperations } from './city-operations.ts';
import { devicesOperations } from './devices-operations.ts';
import { dossiersOperations } from './dossiers-operations.ts';
import { gateOperations } from './gate-operations.ts';
import { intakeOperations } from './intake-operations.ts';
import { preferencesOperations } from './preferences-operations.ts';
import { readerOperations } from './reader-operations.ts';
import { printJobOperations } from './print-job-operations.ts';
import { sessionOperations } from './session-operations.ts';
import { suggestionOperations } from './suggestion-operations.ts';
import { syncOperations } from './sync-operations.ts';
import { trainingOperations } from './training-operations.ts';

export const contract = {
  ...sessionOperations,
  ...preferencesOperations,
  ...catalogueOperations,
  ...intakeOperations,
  ...captureOperations,
  ...arrangeOperations,
  ...gateOperations,
  ...cardsOperations,
  ...dossiersOperations,
  ...readerOperations,
  ...printJobOperations,
  ...suggestionOperations,
  ...syncOperations,
  ...cityOperations,
  ...devicesOperations,
  ...trainingOperations,
};

export type Contract = typeof contract;
export type OperationName = keyof Contract;
export type InputOf<Name extends OperationName> = z.input<Contract[Name]['input']>;
export type OutputOf<Name extends OperationName> = z.output<Contract[Name]['output']>;
export const operationNames = Object.keys(contract) as OperationName[];
