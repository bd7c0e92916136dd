import { useState } from 'react';
import type { ReactNode } from 'react';
import { Tooltip, TooltipTrigger } from 'react-aria-components';

/** The word and key of a button that shows only a picture. It stands beside its button, inside the same landmark. */
export function Tip({ text, children }: { readonly text: string; readonly children: ReactNode }) {
  const [place, setPlace] = useState<HTMLElement | null>(null);
  return (
    <>
      <TooltipTrigger delay={400} closeDelay={0}>
        {children}
        <Tooltip className="mc-tip" offset={6} {...(place ? { UNSTABLE_portalContainer: place } : {})}>
          {text}
        </Tooltip>
      </TooltipTrigger>
      <span className="mc-tip-place" ref={setPlace} />
    </>
  );
}
