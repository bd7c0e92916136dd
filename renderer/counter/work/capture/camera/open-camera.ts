/** Opens and closes a camera, and names what can go wrong. */
export type CameraFault =
  | 'camera-absent'
  | 'camera-busy'
  | 'camera-denied'
  | 'camera-lost'
  | 'camera-black'
  | 'camera-frozen'
  | 'camera-failed';

export type Opened =
  { readonly ok: true; readonly stream: MediaStream } | { readonly ok: false; readonly fault: CameraFault };

/** A camera that has not answered by then will not, ms. */
const openMs = 10_000;

/** As fine a picture as the camera gives: an A4 page wants 1,700 px for 200 dpi. Never sound. */
function wishes(id: string | null): MediaStreamConstraints {
  const size = { width: { ideal: 3840 }, height: { ideal: 2160 } };
  return { audio: false, video: id === null ? size : { ...size, deviceId: { exact: id } } };
}

export async function openCamera(id: string | null): Promise<Opened> {
  let late = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const asked = navigator.mediaDevices.getUserMedia(wishes(id)).then(
    (stream): Opened => {
      if (late) closeCamera(stream);
      return { ok: true, stream };
    },
    (error: unknown): Opened => ({ ok: false, fault: faultOf(error) }),
  );
  const limit = new Promise<Opened>((resolve) => {
    timer = setTimeout(() => {
      late = true;
      resolve({ ok: false, fault: 'camera-failed' });
    }, openMs);
  });
  const opened = await Promise.race([asked, limit]);
  clearTimeout(timer);
  return opened;
}

export function closeCamera(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

/** By the names of "Media Capture and Streams", section 10.2. */
export function faultOf(error: unknown): CameraFault {
  switch (error instanceof Error || error instanceof DOMException ? error.name : '') {
    case 'NotFoundError':
    case 'OverconstrainedError':
      return 'camera-absent';
    case 'NotAllowedError':
    case 'SecurityError':
      return 'camera-denied';
    case 'NotReadableError':
    case 'AbortError':
      return 'camera-busy';
    default:
      return 'camera-failed';
  }
}
