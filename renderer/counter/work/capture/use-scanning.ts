import { usePreferences } from '../../../app/preferences.tsx';
import type { Paper } from '../checklist/paper.ts';
import { wayOn } from './jobs.ts';
import type { Trouble } from './jobs.ts';
import { takesPages } from './paper-order.ts';
import type { CaptureJobs } from './use-capture-jobs.ts';
import type { Scanners, Source } from './use-scanners.ts';

export interface Scanning {
  /** Goes on where a jam stopped this paper, else scans the next pages into it: the usual key. */
  scanMore(componentId: string): void;
  /** Goes on where it stopped. */
  scanOn(trouble: Trouble): void;
  /** One page in the place of another; on the glass where there is one. */
  rescan(componentId: string, pageId: string): void;
}

/** Scans into papers with what is chosen in the bar. */
export function useScanning(
  jobs: CaptureJobs,
  scanners: Scanners,
  papers: readonly Paper[],
  choosePaper: (componentId: string) => void,
): Scanning {
  const { preferences } = usePreferences();

  function scanFrom(componentId: string, from: Source, replacePageId: string | null): void {
    if (!scanners.scanner) return;
    const { scanner, dpi, colour } = scanners;
    const source = scanner.sources.includes(from) ? from : scanners.source;
    const takers = papers.filter(takesPages).map(({ rule }) => rule.id);
    const separators = { blank: preferences.scanBlankSplits, papers: takers };
    const request = { componentId, scannerId: scanner.id, source, dpi, colour, replacePageId };
    jobs.scan({ ...request, separators: replacePageId === null ? separators : null });
  }

  function scanOn(trouble: Trouble): void {
    const { source, replacePageId, componentId } = wayOn(trouble);
    const paperId = componentId ?? trouble.componentId;
    choosePaper(paperId);
    const known = scanners.scanner?.sources.find((one) => one === source);
    scanFrom(paperId, known ?? scanners.source, replacePageId);
  }

  return {
    scanOn,
    scanMore(componentId) {
      const stopped = jobs.state.troubles.find(
        (one) => one.componentId === componentId && one.kind === 'scan' && wayOn(one).nextPage !== null,
      );
      if (stopped) scanOn(stopped);
      else scanFrom(componentId, scanners.source, null);
    },
    rescan: (componentId, pageId) => scanFrom(componentId, 'flatbed', pageId),
  };
}
