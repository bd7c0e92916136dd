import type { ReactNode } from 'react';
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components';

export interface DialogProps {
  readonly title: string;
  readonly isOpen: boolean;
  /** Esc, or a press outside. */
  onClose(): void;
  readonly children: ReactNode;
  /** Buttons, the decision first. */
  readonly actions: ReactNode;
  readonly size?: 'small' | 'large' | 'wide';
}

/** Only for what must be decided now. */
export function Dialog({ title, isOpen, onClose, children, actions, size = 'small' }: DialogProps) {
  return (
    <ModalOverlay
      className="mc-overlay"
      isOpen={isOpen}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      isDismissable
    >
      <Modal className={`mc-modal mc-modal-${size}`}>
        <AriaDialog className="mc-dialog">
          <Heading slot="title" className="mc-dialog-title">
            {title}
          </Heading>
          <div className="mc-dialog-body">{children}</div>
          <div className="mc-dialog-actions">{actions}</div>
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
