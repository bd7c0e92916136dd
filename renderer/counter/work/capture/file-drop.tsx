import { useState } from 'react';
import type { DragEvent, ReactNode } from 'react';
import { Icon } from '../../../kit/icons.tsx';

interface FileDropProps {
  /** Said while files hang over the step; null = files are not taken now. */
  readonly invitation: string | null;
  onFiles(files: readonly File[]): void;
  readonly children: ReactNode;
}

/**
 * Takes files dropped anywhere inside. Capture-phase handlers, because the lists inside take drops of their own
 * (pages) and would swallow files.
 */
export function FileDrop({ invitation, onFiles, children }: FileDropProps) {
  const [over, setOver] = useState(false);
  const carriesFiles = (event: DragEvent) => event.dataTransfer.types.includes('Files');
  return (
    <div
      className="cap-drop"
      onDragOverCapture={(event) => {
        if (!carriesFiles(event)) return;
        event.preventDefault();
        event.stopPropagation();
        event.dataTransfer.dropEffect = invitation === null ? 'none' : 'copy';
        setOver(true);
      }}
      onDragLeaveCapture={(event) => {
        const to = event.relatedTarget;
        if (!(to instanceof Node && event.currentTarget.contains(to))) setOver(false);
      }}
      onDropCapture={(event) => {
        if (!carriesFiles(event)) return;
        event.preventDefault();
        event.stopPropagation();
        setOver(false);
        if (invitation !== null) onFiles([...event.dataTransfer.files]);
      }}
    >
      {children}
      {over && invitation !== null && (
        <div className="cap-drop-over">
          <Icon name="plus" />
          {invitation}
        </div>
      )}
    </div>
  );
}
