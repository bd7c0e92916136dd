import { useEffect, useState } from 'react';

function decoded(url: string): Promise<void> {
  const picture = new Image();
  picture.src = url;
  // A picture that cannot be decoded is shown as broken, with its words.
  return picture.decode().catch(() => undefined);
}

/** Object URLs of PNG pictures, given back when they change or leave the screen. */
export function usePictures(pictures: readonly Uint8Array[] | null): readonly string[] {
  const [urls, setUrls] = useState<readonly string[]>([]);
  useEffect(() => {
    const made = (pictures ?? []).map((bytes) =>
      URL.createObjectURL(new Blob([new Uint8Array(bytes)], { type: 'image/png' })),
    );
    let current = true;
    // Shown once decoded, so that a newer version takes the place of the old one without a flash.
    void Promise.all(made.map(decoded)).then(() => {
      if (current) setUrls(made);
    });
    return () => {
      current = false;
      made.forEach((url) => URL.revokeObjectURL(url));
    };
  }, [pictures]);
  return urls;
}
