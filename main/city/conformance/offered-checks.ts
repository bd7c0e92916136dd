/** Checks of what no published contract has; a city that offers it must do it right. */
import { failed, notOffered, passed, signal, type Check } from './checks.ts';
import { samplePdf } from './sample.ts';

const tusVersion = { 'tus-resumable': '1.0.0' };

export const offeredChecks: readonly Check[] = [
  {
    name: 'epoch',
    about: 'A restored backup can be noticed: GET /thong-tin names the state of the data',
    run: async (city) => {
      const [first, second] = [await city.adapter().epoch(signal()), await city.adapter().epoch(signal())];
      if (!first.ok || !second.ok) return failed('no answer');
      if (first.value === null) return notOffered('GET /thong-tin');
      return first.value === second.value ? passed() : failed('another name each time');
    },
  },
  {
    name: 'ask-by-hash',
    about: 'A page that the city has is not sent again: POST /tep/tra-cuu',
    run: async (city) => {
      const [file, stranger] = [samplePdf(), samplePdf()];
      const adapter = city.adapter();
      const sent = await adapter.upload(file, signal());
      if (!sent.ok) return failed('upload failed');
      const held = await adapter.holds([file.sha256, stranger.sha256], signal());
      if (!held.ok) return failed(held.error.code);
      if (held.value.size === 0) return notOffered('POST /tep/tra-cuu');
      if (held.value.has(stranger.sha256)) return failed('claims a file that it never got');
      return held.value.get(file.sha256)?.id === sent.value.id ? passed() : failed('another id');
    },
  },
  {
    name: 'resumable-upload',
    about: 'A broken upload goes on where it stopped: tus 1.0.0',
    run: async (city) => {
      const options = await fetch(`${city.url}/tus`, { method: 'OPTIONS', signal: signal() });
      if (!options.headers.has('tus-resumable')) return notOffered('no Tus-Resumable');
      const file = samplePdf(50_000);
      const headers = { ...tusVersion, ...(await city.headers()) };
      const metadata = `sha256 ${Buffer.from(file.sha256).toString('base64')}`;
      const begun = await fetch(`${city.url}/tus`, {
        method: 'POST',
        headers: { ...headers, 'upload-length': String(file.bytes.byteLength), 'upload-metadata': metadata },
        signal: signal(),
      });
      const at = begun.headers.get('location');
      if (begun.status !== 201 || at === null) return failed(`creation: HTTP ${String(begun.status)}`);
      const url = new URL(at, `${city.url}/`).href;
      const half = 20_000;
      const octets = { ...headers, 'content-type': 'application/offset+octet-stream' };
      const send = (from: number, to: number, offset: number) =>
        fetch(url, {
          method: 'PATCH',
          headers: { ...octets, 'upload-offset': String(offset) },
          body: new Uint8Array(file.bytes.slice(from, to)),
          signal: signal(),
        });
      await send(0, half, 0);
      const head = await fetch(url, { method: 'HEAD', headers, signal: signal() });
      if (head.headers.get('upload-offset') !== String(half)) return failed('HEAD tells another offset');
      if ((await send(0, half, 0)).status !== 409) return failed('a wrong offset is not refused by 409');
      const end = await send(half, file.bytes.byteLength, half);
      if (end.headers.get('tep-hash') !== file.sha256) return failed('the end does not tell the hash');
      return end.headers.has('tep-id') ? passed() : failed('the end does not tell the id');
    },
  },
  {
    name: 'changes',
    about: 'Statuses, supplement requests and results come down: GET /thay-doi with cursor and ETag',
    run: async (city) => {
      const adapter = city.adapter();
      let cursor: string | null = null;
      let etag: string | null = null;
      for (let pages = 0; pages < 1_000; pages += 1) {
        const page = await adapter.changesSince(cursor, etag, signal());
        if (!page.ok) return failed(String(page.error.details?.['reason'] ?? page.error.code));
        if (page.value === null) break;
        const stuck = page.value.more && page.value.cursor === cursor;
        if (stuck) return failed('more, but the cursor stays');
        ({ cursor, etag } = page.value);
        if (!page.value.more) break;
      }
      if (cursor === null) return notOffered('GET /thay-doi');
      const again = await adapter.changesSince(cursor, etag, signal());
      if (!again.ok || (again.value !== null && again.value.changes.length > 0))
        return failed('the same changes again');
      const strange = await adapter.changesSince('khong-co.1', null, signal());
      return strange.ok ? failed('an unknown cursor is not refused by 410') : passed();
    },
  },
  {
    name: 'upload-not-doubled',
    about: 'The same bytes sent twice are accepted twice and kept under one id',
    run: async (city) => {
      const file = samplePdf();
      const [first, second] = [await city.uploadRaw(file), await city.uploadRaw(file)];
      if (!first.accepted || !second.accepted) return failed('not accepted');
      const id = (answer: typeof first): string => answer.text('IdTepTin') || answer.text('TepDinhKemId');
      return id(first) === id(second) ? passed() : notOffered('each has an id of its own');
    },
  },
];
