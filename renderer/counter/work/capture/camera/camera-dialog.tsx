import { useCallback, useEffect, useRef, useState } from 'react';
import type { Page } from '../../../../app/shapes.ts';
import { usePreferences } from '../../../../app/preferences.tsx';
import { Badge } from '../../../../kit/badge.tsx';
import { Button } from '../../../../kit/button.tsx';
import { Checkbox } from '../../../../kit/checkbox.tsx';
import { Dialog } from '../../../../kit/dialog.tsx';
import { ErrorNote } from '../../../../kit/error-note.tsx';
import { SelectField } from '../../../../kit/select-field.tsx';
import { useText } from '../../../../text/language.tsx';
import { Thumb } from '../thumb.tsx';
import type { Camera } from './cameras.ts';
import { CornerHandles } from './corner-handles.tsx';
import { paperSizes } from './edges/paper-size.ts';
import type { PaperSize } from './edges/paper-size.ts';
import type { Quad } from './edges/quad.ts';
import type { CameraFault } from './open-camera.ts';
import { restWhenIdle } from './rest-when-idle.ts';
import { useCamera } from './use-camera.ts';
import { useOutline } from './use-outline.ts';
import { mostWaiting, useTakenPages } from './use-taken-pages.ts';
import type { TakenPages } from './use-taken-pages.ts';
import './camera.css';

const sizes = ['auto', ...paperSizes] as const;

/** Where corners set by hand begin, when no page was found. */
const byHand: Quad = [
  { x: 0.25, y: 0.1 },
  { x: 0.75, y: 0.1 },
  { x: 0.75, y: 0.9 },
  { x: 0.25, y: 0.9 },
];

export interface CameraDialogProps {
  readonly cameras: readonly Camera[];
  readonly draftId: string;
  readonly paper: { readonly id: string; readonly name: string; readonly pages: readonly Page[] };
  onClose(): void;
}

/** The live picture of the document camera; each page taken is flat, and safe before its picture and number show. */
export function CameraDialog({ cameras, draftId, paper, onClose }: CameraDialogProps) {
  const t = useText();
  const { preferences, choose } = usePreferences();
  const chosen = cameras.find((one) => one.name === preferences.cameraName) ?? cameras[0] ?? null;
  const camera = useCamera(chosen?.id || null);
  const stream = camera.state.at === 'live' ? camera.state.stream : null;
  const rested = useRef<(corners: Quad) => void>(() => undefined);
  const { video, cut, ...outline } = useOutline(stream, rested);
  const taken = useTakenPages(draftId, paper.id);
  const [own, setOwn] = useState<Quad | null>(null);
  const [size, setSize] = useState<'auto' | PaperSize>('auto');
  const [cutting, setCutting] = useState(false);
  const [missed, setMissed] = useState(false);
  const [usedAt, setUsedAt] = useState(() => performance.now());
  const [closing, setClosing] = useState(false);

  const bySelf = preferences.cameraTakes === 'by-itself';
  const corners = own ?? outline.corners;
  const { phase } = outline.steadiness;
  const full = taken.waiting >= mostWaiting || taken.error !== null;
  const ready = stream !== null && outline.trouble === null && !cutting && !full && !closing;

  const { add } = taken;
  const take = useCallback(
    async (what: Quad | null) => {
      setCutting(true);
      setMissed(false);
      setUsedAt(performance.now());
      const made = await cut({ corners: what, fixed: own !== null, size: size === 'auto' ? null : size });
      setCutting(false);
      if (!made?.bytes) return setMissed(true);
      setOwn(null);
      add({ pageId: crypto.randomUUID(), dpi: made.dpi, bytes: made.bytes });
    },
    [cut, add, own, size],
  );

  useEffect(() => {
    rested.current = (lying) => {
      if (bySelf && ready && own === null) void take(lying);
    };
  });

  const { movedAt } = outline;
  const { rest } = camera;
  useEffect(() => restWhenIdle(Math.max(usedAt, movedAt), rest), [usedAt, movedAt, rest]);

  /** What is on its way to the disk is waited for; the camera is released at once. */
  function close(): void {
    rest();
    setClosing(true);
  }
  const ended = closing && taken.waiting === 0;
  useEffect(() => {
    if (ended) onClose();
  }, [ended, onClose]);

  const fault = camera.state.at === 'failed' ? camera.state.fault : outline.trouble;
  /** The primary button opens the camera, now that there is nothing to take. */
  const off = !closing && (fault !== null || camera.state.at === 'resting');
  const last = taken.last && paper.pages.find((page) => page.id === taken.last?.pageId);
  const tone = own ? 'own' : phase === 'taken' ? 'taken' : phase === 'still' ? 'still' : 'seen';

  return (
    <Dialog
      title={t('camera.title', { name: paper.name })}
      isOpen
      onClose={close}
      size="wide"
      actions={
        <>
          {off ? (
            // Another button than the one that takes, so that it gets the focus when it comes.
            <Button key="open" kind="primary" icon="play" shortcut="F8" autoFocus onPress={camera.open}>
              {t(fault ? 'camera.tryAgain' : 'camera.openAgain')}
            </Button>
          ) : (
            <Button
              key="take"
              kind="primary"
              icon="page"
              shortcut="F8"
              autoFocus
              isPending={!ready || !corners}
              onPress={() => void take(corners)}
            >
              {t('camera.take')}
            </Button>
          )}
          <Button
            kind="secondary"
            shortcut="F6"
            isDisabled={stream === null}
            isPending={!ready}
            onPress={() => void take(null)}
          >
            {t('camera.takeWhole')}
          </Button>
          {own && (
            <Button kind="secondary" icon="undo" onPress={() => setOwn(null)}>
              {t('camera.findAgain')}
            </Button>
          )}
          {!corners && stream && !fault && (
            <Button kind="secondary" onPress={() => setOwn(byHand)}>
              {t('camera.setCorners')}
            </Button>
          )}
          <Button kind="quiet" shortcut="Esc" isPending={closing} onPress={close}>
            {t('camera.close')}
          </Button>
        </>
      }
    >
      <div className="cam">
        <div className="cam-stage">
          {/* Only a picture of the desk, without sound: there is nothing to caption. */}
          <div className="cam-frame" data-live={stream !== null}>
            <video ref={video} muted playsInline aria-label={t('camera.picture')} />
            {corners && stream && (
              <CornerHandles
                corners={corners}
                tone={tone}
                onChange={(changed) => {
                  setOwn(changed);
                  setUsedAt(performance.now());
                }}
                onTake={() => {
                  if (ready) void take(corners);
                }}
              />
            )}
          </div>
          <CameraNotes fault={fault} missed={missed} taken={taken} />
          {!stream && !fault && (
            <p className="cam-over">
              {t(
                camera.state.at === 'resting'
                  ? closing
                    ? 'camera.saving'
                    : 'camera.resting'
                  : 'camera.opening',
              )}
            </p>
          )}
        </div>
        <div className="cam-side">
          <p className="cam-found">
            {stream && !fault && (
              <Badge tone={corners ? 'safe' : 'waiting'}>
                {corners
                  ? t(`camera.seen.${size === 'auto' ? (outline.size ?? 'free') : size}`)
                  : t('camera.notSeen')}
              </Badge>
            )}
          </p>
          <p className="cap-soft cam-hint">
            {stream && !fault && t(`camera.hint.${hint(own !== null, corners !== null, phase, bySelf)}`)}
          </p>
          <Checkbox
            isSelected={bySelf}
            onChange={(on) => choose({ cameraTakes: on ? 'by-itself' : 'by-key' })}
          >
            {t('camera.bySelf')}
          </Checkbox>
          <SelectField
            label={t('camera.size')}
            options={sizes.map((id) => ({ id, label: t(`camera.sizes.${id}`) }))}
            value={size}
            onChange={(id) => setSize(id)}
          />
          {cameras.length > 1 && (
            <SelectField
              label={t('camera.camera')}
              options={cameras.map(({ id, name }) => ({ id, label: name }))}
              value={chosen?.id ?? null}
              onChange={(id) => choose({ cameraName: cameras.find((one) => one.id === id)?.name ?? null })}
            />
          )}
          <div className="cam-last">
            {last && <Thumb ownerId={draftId} page={last} box={132} />}
            <div role="status">
              {taken.last && <Badge tone="safe">{t('camera.kept', { n: taken.last.n })}</Badge>}
              {taken.waiting > 0 && <p className="cap-soft">{t('camera.saving')}</p>}
              {taken.kept > 1 && <p className="cap-soft">{t('camera.keptNow', { count: taken.kept })}</p>}
            </div>
          </div>
        </div>
      </div>
    </Dialog>
  );
}

/** What is wrong stands over the picture that it is about. */
function CameraNotes(props: {
  readonly fault: CameraFault | null;
  readonly missed: boolean;
  readonly taken: TakenPages;
}) {
  const t = useText();
  const { fault, missed, taken } = props;
  if (!fault && !missed && !taken.error) return null;
  return (
    <div className="cam-notes">
      {(fault !== null || missed) && <ErrorNote error={{ code: fault ?? 'camera-failed' }} />}
      {taken.error && (
        <ErrorNote
          error={taken.error}
          actions={
            <>
              <Button kind="secondary" icon="disk" onPress={taken.again}>
                {t('camera.saveAgain')}
              </Button>
              <Button kind="quiet" onPress={taken.drop}>
                {t('camera.drop')}
              </Button>
            </>
          }
        />
      )}
    </div>
  );
}

function hint(own: boolean, seen: boolean, phase: 'looking' | 'still' | 'taken', bySelf: boolean) {
  if (own) return 'own';
  if (!seen) return 'place';
  if (!bySelf) return 'press';
  return phase === 'taken' ? 'next' : 'hold';
}
