/**
 * What of the file's page is seen: the part of the screen to the right of the divider, told in the page's own unturned
 * sides, as CSS `inset`.
 * @param shown Share of the width that shows the page as captured, 0–1
 */
export function clipOf(rotation: 0 | 90 | 180 | 270, shown: number): string {
  const hidden = `${Math.round(Math.min(1, Math.max(0, shown)) * 10_000) / 100}%`;
  switch (rotation) {
    case 0:
      return `inset(0 0 0 ${hidden})`;
    case 90:
      return `inset(0 0 ${hidden} 0)`;
    case 180:
      return `inset(0 ${hidden} 0 0)`;
    case 270:
      return `inset(${hidden} 0 0 0)`;
  }
}
