/** Session, staff and the station itself. */
import { z } from 'zod';
import { operation } from './define.ts';
import { counters, nothing } from './operation-parts.ts';
import { SessionView, StaffView, StatusView } from './views.ts';

export const sessionOperations = {
  'session.state': operation({
    roles: counters,
    staff: 'none',
    input: nothing,
    output: SessionView,
    errors: [],
  }),
  'session.unlock': operation({
    roles: counters,
    staff: 'none',
    /** Opens the store, or, when it is new, chooses the passphrase. After a fault of its own it only tries again. */
    input: z.object({ passphrase: z.string().max(200) }),
    output: SessionView,
    errors: [
      'wrong-passphrase',
      'passphrase-too-weak',
      'store-damaged',
      'store-newer',
      'wrong-key',
      'disk-full',
      'disk-read-only',
    ],
  }),
  'session.firstStaff': operation({
    roles: counters,
    staff: 'none',
    /** The first administrator; refused as soon as any staff exists. */
    input: z.object({
      code: z.string().min(2).max(20),
      fullName: z.string().min(2).max(120),
      title: z.string().max(120),
      pin: z.string().min(1).max(64),
    }),
    output: SessionView,
    errors: ['staff-exists', 'pin-too-weak', 'store-locked', 'disk-full'],
  }),
  'session.signIn': operation({
    roles: counters,
    staff: 'none',
    input: z.object({ code: z.string().min(1).max(20), pin: z.string().min(1).max(64) }),
    output: SessionView,
    errors: ['sign-in-failed', 'locked-out', 'store-locked'],
  }),
  'session.signOut': operation({
    roles: counters,
    staff: 'any',
    input: nothing,
    output: SessionView,
    errors: [],
  }),
  'admin.addStaff': operation({
    roles: counters,
    staff: 'admin',
    input: z.object({
      code: z.string().min(2).max(20),
      fullName: z.string().min(2).max(120),
      title: z.string().max(120),
      pin: z.string().min(1).max(64),
      admin: z.boolean(),
    }),
    output: StaffView,
    errors: ['staff-exists', 'pin-too-weak', 'disk-full'],
  }),
  'status.get': operation({ roles: counters, staff: 'none', input: nothing, output: StatusView, errors: [] }),
  'shell.openWindow': operation({
    roles: counters,
    staff: 'any',
    input: nothing,
    output: nothing,
    errors: [],
  }),
};
