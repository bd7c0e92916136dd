/**
 * A network scanner that speaks the whole of eSCL (AirScan): glass, feeder with a tray, two-sided feeding, jobs, pages,
 * status, cancel, TLS and faults on demand. Third-party clients scan from it as from a real one.
 */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { capabilities, resolutions, status } from './documents.ts';
import { misanswer, type AnswerFault, type EsclFault, type FaultPlace, type PaperFault } from './faults.ts';

export interface SimulatorParts {
  /** JPEG of a page, `side` ≥ 1 counted through the tray; 0 is the glass. */
  readonly picture: (side: number, dpi: number) => Uint8Array | Promise<Uint8Array>;
  readonly name?: string;
  readonly uuid?: string;
  readonly port?: number;
  readonly host?: string;
  /** PEM: the scanner is then reached by https only. */
  readonly tls?: { readonly key: string; readonly cert: string };
  /** Called before a page is given; what it waits for, the feeder waits for. */
  readonly beforePage?: (side: number) => Promise<void> | void;
}

export interface EsclSimulator {
  /** Ends with a slash. */
  readonly base: URL;
  readonly uuid: string;
  readonly name: string;
  /** What was asked, e.g. `GET /eSCL/ScannerStatus`. */
  readonly asked: string[];
  /** Settings of the jobs, as XML. */
  readonly settings: string[];
  /** Lays so many sheets into the tray; pages are counted from 1 again. */
  load(sheets: number): void;
  arm(fault: EsclFault | null): void;
  /** Jammed paper taken out and laid back, cover closed: the page that failed is the next. */
  putRight(): void;
  /** Bytes given away since the start, of all answers. */
  bytesSent(): number;
  close(): Promise<void>;
}

interface Job {
  readonly path: string;
  readonly sides: 1 | 2;
  readonly glass: boolean;
  readonly dpi: number;
  pages: number;
  state: 'Processing' | 'Completed' | 'Canceled' | 'Aborted';
  reason: string;
}

const paperStates: Readonly<Record<PaperFault, string>> = {
  jam: 'ScannerAdfJam',
  'cover-open': 'ScannerAdfHatchOpen',
  stopped: 'ScannerAdfLoaded',
};
const jobsKept = 20;
const maxSettingsBytes = 64 * 1024;

export async function startEsclSimulator(parts: SimulatorParts): Promise<EsclSimulator> {
  const uuid = parts.uuid ?? randomUUID();
  const name = parts.name ?? 'Mot Cua Scanner Simulator';
  const asked: string[] = [];
  const settings: string[] = [];
  const jobs: Job[] = [];
  const sockets = new Set<Socket>();
  let sentBefore = 0;
  let fault: EsclFault | null = null;
  let seen: Partial<Record<FaultPlace, number>> = {};
  /** `side` counts the sides that have come out since it was filled. */
  let tray = { sheets: 0, side: 0, perSheet: 1 };
  let feeder = 'ScannerAdfEmpty';

  const rest = () =>
    (feeder = tray.side < tray.sheets * tray.perSheet ? 'ScannerAdfLoaded' : 'ScannerAdfEmpty');
  const working = () => jobs.find((job) => job.state === 'Processing');

  /** The fault that strikes this answer, if one does. */
  function faultAt(place: FaultPlace): AnswerFault | null {
    if (fault?.kind !== 'answer' || fault.place !== place) return null;
    const n = (seen[place] ?? 0) + 1;
    seen = { ...seen, [place]: n };
    const { after = 0, times = Number.POSITIVE_INFINITY } = fault;
    return n > after && n <= after + times ? fault.fault : null;
  }

  async function answer(
    response: ServerResponse,
    place: FaultPlace,
    type: string,
    body: Uint8Array | string,
  ) {
    const struck = faultAt(place);
    const bytes = typeof body === 'string' ? Buffer.from(body) : body;
    if (struck) return await misanswer(response, struck, type, bytes);
    response.writeHead(200, { 'Content-Type': type, 'Content-Length': bytes.byteLength }).end(bytes);
  }

  async function begin(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const xml = await textOf(request);
    const struck = faultAt('job');
    if (struck) return await misanswer(response, struck, 'text/xml', new Uint8Array());
    settings.push(xml);
    if (working()) {
      response.writeHead(503, { 'Retry-After': '1' }).end();
      return;
    }
    const value = (element: string) => new RegExp(`<\\w+:${element}>\\s*([^<]*?)\\s*<`).exec(xml)?.[1] ?? '';
    const glass = value('InputSource') !== 'Feeder';
    const dpi = Number(value('XResolution'));
    if (!resolutions.includes(dpi) || (!glass && feeder !== 'ScannerAdfLoaded')) {
      response.writeHead(409).end();
      return;
    }
    const sides = value('Duplex') === 'true' ? 2 : 1;
    if (!glass) tray = { ...tray, perSheet: sides };
    const path = `/eSCL/ScanJobs/${randomUUID()}`;
    jobs.push({ path, sides, glass, dpi, pages: 0, state: 'Processing', reason: 'JobScanning' });
    if (jobs.length > jobsKept) jobs.shift();
    response.writeHead(201, { Location: new URL(path, base).href, 'Content-Length': 0 }).end();
  }

  /** Ends the job; a client that asks on is told that there is nothing more. */
  function end(job: Job, state: Job['state'], reason: string): void {
    job.state = state;
    job.reason = reason;
  }

  function strikes(side: number): boolean {
    return fault?.kind === 'paper' && fault.page === side;
  }

  /** The armed fault of the paper happens to this job. */
  function fail(job: Job): void {
    if (fault?.kind !== 'paper') return;
    feeder = paperStates[fault.fault];
    if (fault.fault === 'stopped') end(job, 'Canceled', 'JobCanceledByUser');
    else end(job, 'Aborted', 'AbortedBySystem');
    // A two-sided sheet that fails comes out again whole.
    if (job.sides === 2 && tray.side % 2 === 1) tray = { ...tray, side: tray.side - 1 };
  }

  async function nextPage(job: Job | undefined, response: ServerResponse): Promise<void> {
    if (job?.state !== 'Processing') {
      response.writeHead(job?.state === 'Aborted' ? 409 : 404).end();
      return;
    }
    const next = job.glass ? 0 : tray.side + 1;
    if (!job.glass && tray.side >= tray.sheets * job.sides) {
      end(job, 'Completed', 'JobCompletedSuccessfully');
      feeder = 'ScannerAdfEmpty';
      response.writeHead(404).end();
      return;
    }
    if (job.glass && job.pages > 0) {
      end(job, 'Completed', 'JobCompletedSuccessfully');
      response.writeHead(404).end();
      return;
    }
    if (strikes(next)) {
      fail(job);
      response.writeHead(job.reason === 'JobCanceledByUser' ? 404 : 409).end();
      return;
    }
    await parts.beforePage?.(next);
    const picture = await parts.picture(next, job.dpi);
    if (response.destroyed || job.state !== 'Processing') {
      response.destroy();
      return;
    }
    if (faultAtPage()) return await answer(response, 'page', 'image/jpeg', picture);
    job.pages += 1;
    if (!job.glass) tray = { ...tray, side: next };
    await answer(response, 'page', 'image/jpeg', picture);
    // A feeder pulls the next sheet in while the last page is on its way: that is when it jams.
    if (!job.glass && strikes(next + 1)) fail(job);
  }

  /** A page that is going to be given wrongly stays in the tray. */
  function faultAtPage(): boolean {
    if (fault?.kind !== 'answer' || fault.place !== 'page') return false;
    const n = (seen.page ?? 0) + 1;
    const { after = 0, times = Number.POSITIVE_INFINITY } = fault;
    return n > after && n <= after + times;
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url = '' } = request;
    asked.push(`${method} ${url}`);
    if (asked.length > 10_000) asked.shift();
    response.on('error', () => undefined);
    if (method === 'GET' && url === '/eSCL/ScannerCapabilities')
      return await answer(response, 'capabilities', 'text/xml', capabilities(name, uuid));
    if (method === 'GET' && url === '/eSCL/ScannerStatus') {
      const state = working() ? 'Processing' : 'Idle';
      return await answer(response, 'status', 'text/xml', status({ state, feeder, jobs: jobs.toReversed() }));
    }
    if (method === 'POST' && url === '/eSCL/ScanJobs') return await begin(request, response);
    const job = jobs.find((each) => url === each.path || url === `${each.path}/NextDocument`);
    if (method === 'GET' && url.endsWith('/NextDocument')) return await nextPage(job, response);
    if (method === 'DELETE' && job) {
      if (job.state === 'Processing') end(job, 'Canceled', 'JobCanceledByUser');
      if (feeder === 'ScannerAdfProcessing') rest();
      response.writeHead(200).end();
      return;
    }
    response.writeHead(404).end();
  }

  const listener = (request: IncomingMessage, response: ServerResponse): void => {
    serve(request, response).catch(() => response.destroy());
  };
  const server: Server = parts.tls ? createTlsServer(parts.tls, listener) : createServer(listener);
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => {
      sentBefore += socket.bytesWritten;
      sockets.delete(socket);
    });
  });
  server.on('clientError', (_error, socket) => socket.destroy());
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(parts.port ?? 0, parts.host ?? '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const host = parts.host === undefined || parts.host === '0.0.0.0' ? '127.0.0.1' : parts.host;
  const base = new URL(`${parts.tls ? 'https' : 'http'}://${host}:${port}/eSCL/`);

  return {
    base,
    uuid,
    name,
    asked,
    settings,
    load(sheets) {
      tray = { sheets, side: 0, perSheet: 1 };
      rest();
    },
    arm(next) {
      fault = next;
      seen = {};
    },
    putRight() {
      if (fault?.kind === 'paper') fault = null;
      rest();
    },
    bytesSent: () => [...sockets].reduce((sum, socket) => sum + socket.bytesWritten, sentBefore),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function textOf(request: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    request.setEncoding('utf8').on('data', (piece: string) => {
      text += piece;
      if (text.length > maxSettingsBytes) request.destroy();
    });
    request.on('end', () => resolve(text));
    request.on('error', reject);
    request.on('close', () => reject(new Error('the request was cut short')));
  });
}
