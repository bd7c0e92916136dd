import type { ReactNode } from 'react';
import { Tooltip, TooltipTrigger } from 'react-aria-components';

/** The word and key of a button that shows only a picture. */
export function Tip({ text, children }: { readonly text: string; readonly children: ReactNode }) {
  return (
    <TooltipTrigger delay={400} closeDelay={0}>
      {children}
      <Tooltip className="cap-tip" offset={6}>
        {text}
      </Tooltip>
    </TooltipTrigger>
  );
}
