import { useSlow } from '../app/api.ts';
import { useText } from '../text/language.tsx';

/** Says that something is on its way, but only after 200 ms. */
export function Loading({ children }: { readonly children?: string }) {
  const t = useText();
  const shown = useSlow(true);
  return (
    <div className="mc-loading" role="status">
      {shown && (
        <>
          <span className="mc-spinner" aria-hidden="true" />
          {children ?? t('kit.loading')}
        </>
      )}
    </div>
  );
}
