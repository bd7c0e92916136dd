/** The document cameras (máy ảnh tài liệu) of this counter, as the system lists them; plugged in and out at any time. */
import { useEffect, useState } from 'react';

export interface Camera {
  /** Changes with every start of the application. */
  readonly id: string;
  readonly name: string;
}

/** What `preferences.scannerId` holds when pages come from a camera. */
export const cameraChoice = 'camera';

async function listed(): Promise<Camera[]> {
  try {
    const devices = await navigator.mediaDevices.enumerateDevices();
    return (
      devices
        .filter((device) => device.kind === 'videoinput')
        // "(1234:5678)" is the USB number that Chromium adds.
        .map(({ deviceId, label }) => ({
          id: deviceId,
          name: label.replace(/\s*\([0-9a-f]{4}:[0-9a-f]{4}\)$/i, ''),
        }))
    );
  } catch {
    return [];
  }
}

export function useCameras(): readonly Camera[] {
  const [cameras, setCameras] = useState<readonly Camera[]>([]);
  useEffect(() => {
    let gone = false;
    const look = () => {
      void listed().then((found) => {
        if (!gone) setCameras(found);
      });
    };
    look();
    navigator.mediaDevices.addEventListener('devicechange', look);
    return () => {
      gone = true;
      navigator.mediaDevices.removeEventListener('devicechange', look);
    };
  }, []);
  return cameras;
}
