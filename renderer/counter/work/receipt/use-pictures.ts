import { useEffect, useState } from 'react';

/** Object URLs of PNG pictures, given back when they change or leave the screen. */
export function usePictures(pictures: readonly Uint8Array[] | null): readonly string[] {
  const [urls, setUrls] = useState<readonly string[]>([]);
  useEffect(() => {
    const made = (pictures ?? []).map((bytes) =>
      URL.createObjectURL(new Blob([new Uint8Array(bytes)], { type: 'image/png' })),
    );
    setUrls(made);
    return () => made.forEach((url) => URL.revokeObjectURL(url));
  }, [pictures]);
  return urls;
}
