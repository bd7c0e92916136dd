const pages = 'The pages saved before are all still there.';

export const cameraErrors = {
  'camera-absent': {
    failed: 'No document camera was found.',
    kept: pages,
    next: 'Please check the USB cable of the camera; plugged in again, it opens by itself. Or use the scanner or add files.',
  },
  'camera-busy': {
    failed: 'Another program is using the camera, so it could not be opened.',
    kept: pages,
    next: 'Please close the program that uses the camera (a video call, the camera’s own software), then try again.',
  },
  'camera-denied': {
    failed: 'This computer does not let the application use the camera.',
    kept: pages,
    next: 'Please ask the technicians to allow the camera in the computer’s privacy settings, then try again.',
  },
  'camera-lost': {
    failed: 'The camera has just been disconnected.',
    kept: pages,
    next: 'Please plug the USB cable in again; the camera opens by itself, or press Try again.',
  },
  'camera-black': {
    failed: 'The camera gives a black picture only.',
    kept: pages,
    next: 'Please open the lens cover and switch on the camera’s light; if it stays black, unplug the cable and plug it in again.',
  },
  'camera-frozen': {
    failed: 'The camera’s picture stands still; it may hang.',
    kept: pages,
    next: 'Please press Try again; if the picture still stands, unplug the USB cable and plug it in again.',
  },
  'camera-failed': {
    failed: 'The camera does not answer or gives no picture.',
    kept: pages,
    next: 'Please try again; if it fails again, unplug the USB cable and plug it in, or use the scanner.',
  },
};
