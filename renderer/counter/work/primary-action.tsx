import { createContext, useContext } from 'react';
import { createPortal } from 'react-dom';
import { Button } from '../../kit/button.tsx';
import type { ButtonProps } from '../../kit/button.tsx';

const SlotContext = createContext<HTMLElement | null>(null);
export const PrimarySlot = SlotContext.Provider;

/** The one primary button of a step. The step owns it; it stands at the foot of the right column, always in the same place. */
export function PrimaryAction(props: Omit<ButtonProps, 'kind' | 'className'>) {
  const slot = useContext(SlotContext);
  return slot && createPortal(<Button {...props} kind="primary" className="mc-primary-action" />, slot);
}
