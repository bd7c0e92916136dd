import { useRef } from 'react';
import type { ReactNode } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { useShortcut } from '../app/shortcuts.ts';
import type { Shortcut } from '../app/shortcuts.ts';
import { Icon } from './icons.tsx';
import type { IconName } from './icons.tsx';
import { Kbd } from './kbd.tsx';

export interface ButtonProps {
  readonly kind: 'primary' | 'secondary' | 'quiet' | 'danger';
  readonly children?: ReactNode;
  onPress(): void;
  readonly icon?: IconName;
  /** The key that presses it; bound while the button is shown and enabled, and written on it. */
  readonly shortcut?: Shortcut;
  readonly isDisabled?: boolean;
  /** Working: stays focusable, cannot be pressed again. */
  readonly isPending?: boolean;
  /** The whole name where only an icon or a part of the name shows; begins with the words that show. */
  readonly label?: string;
  readonly className?: string;
  readonly autoFocus?: boolean;
  readonly pressed?: boolean;
}

export function Button(props: ButtonProps) {
  const {
    kind,
    children,
    onPress,
    icon,
    shortcut,
    isDisabled = false,
    isPending = false,
    label,
    pressed,
  } = props;
  const element = useRef<HTMLButtonElement>(null);
  const enabled = !isDisabled && !isPending;
  useShortcut(enabled ? shortcut : undefined, onPress, element);
  return (
    <AriaButton
      ref={element}
      className={`mc-button mc-button-${kind} ${children ? '' : 'mc-button-icon'} ${props.className ?? ''}`}
      onPress={() => {
        if (enabled) onPress();
      }}
      isDisabled={isDisabled}
      // Not the library's pending state: it announces through a node without a name when the button goes away.
      {...(isPending ? { 'aria-disabled': true } : {})}
      {...(pressed === undefined ? {} : { 'aria-pressed': pressed })}
      {...(shortcut
        ? { 'aria-keyshortcuts': shortcut.replace('Esc', 'Escape').replace('Ctrl', 'Control') }
        : {})}
      {...(props.autoFocus ? { autoFocus: true } : {})}
    >
      {icon && <Icon name={icon} />}
      {children && (
        <span className="mc-button-text" {...(label ? { 'aria-hidden': true } : {})}>
          {children}
        </span>
      )}
      {/* Read from the content, so that the key shown beside it never contradicts a name given apart. */}
      {label && <span className="mc-visually-hidden">{label}</span>}
      {shortcut && <Kbd keys={shortcut} />}
    </AriaButton>
  );
}
