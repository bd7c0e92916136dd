/**
 * Worked examples of ICAO Doc 9303 part 11 (eighth edition): appendix D (basic access control and 3DES secure
 * messaging), appendix G.1 (PACE with elliptic curves), appendix H (key of a card access number); and RFC 4493
 * (AES-CMAC).
 */
import { describe, expect, it } from 'vitest';
import { bigOf, bytesOf, hexOf } from '../../../native-bridge/cards/bytes.ts';
import type { CardChannel } from '../../../native-bridge/cards/card-channel.ts';
import { openByBac } from '../../../native-bridge/cards/reader/basic-access.ts';
import { ChipLink } from '../../../native-bridge/cards/reader/chip-link.ts';
import { curveOf, pointFrom, type Curve, type Point } from '../../../native-bridge/cards/reader/curves.ts';
import { mappedGenerator, openByPace, tokenInput } from '../../../native-bridge/cards/reader/pace.ts';
import { bacSeed, mrzInformation, paceSecret } from '../../../native-bridge/cards/reader/password.ts';
import { SecureMessaging, sessionKeys } from '../../../native-bridge/cards/reader/secure-messaging.ts';
import { readSecurityInfos } from '../../../native-bridge/cards/reader/security-infos.ts';
import {
  checksum,
  cmac,
  decrypted,
  deriveKey,
  encrypted,
  keyFor,
} from '../../../native-bridge/cards/reader/session-crypto.ts';
import { encodedCommand } from '../../../native-bridge/cards/reader/apdu.ts';

/** Answers only the commands of the example, in order; anything else fails the test. */
function scripted(
  exchanges: readonly (readonly [string, string])[],
): CardChannel & { readonly left: () => number } {
  const rest = [...exchanges];
  return {
    atr: new Uint8Array(0),
    left: () => rest.length,
    transmit: async (command) => {
      const [expected, answer] = rest.shift() ?? ['nothing', ''];
      expect(hexOf(command)).toBe(expected);
      return bytesOf(answer);
    },
    close: async () => undefined,
  };
}
const linkTo = (channel: CardChannel) =>
  new ChipLink(channel, { timeoutMs: 1_000, signal: new AbortController().signal });

describe('appendix D: basic access control', () => {
  const mrz = {
    kind: 'mrz',
    documentNumber: 'L898902C<',
    dateOfBirth: '690806',
    dateOfExpiry: '940623',
  } as const;

  it('D.1 and D.2: keys from the zone', () => {
    expect(mrzInformation(mrz)).toBe('L898902C<369080619406236');
    expect(
      mrzInformation({ documentNumber: 'D23145890734', dateOfBirth: '340712', dateOfExpiry: '950712' }),
    ).toBe('D23145890734934071279507122');
    expect(hexOf(bacSeed(mrz))).toBe('239AB9CB282DAF66231DC5A4DF6BFBAE');
    const keys = sessionKeys(bacSeed(mrz), '3des');
    expect(hexOf(keys.encryption)).toBe('AB94FDECF2674FDFB9B391F85D7F76F2');
    expect(hexOf(keys.checksum)).toBe('7962D9ECE03D1ACD4C76089DCE131543');
  });

  it('D.3 and D.4: the whole conversation, byte for byte', async () => {
    const card = scripted([
      ['0084000008', '4608F919887022129000'],
      [
        '008200002872C29C2371CC9BDB65B779B8E8D37B29ECC154AA56A8799FAE2F498F76ED92F25F1448EEA8AD90A728',
        '46B9342A41396CD7386BF5803104D7CEDC122B9132139BAF2EEDC94EE178534F2F2D235D074D74499000',
      ],
      ['0CA4020C158709016375432908C044F68E08BF8B92D635FF24F800', '990290008E08FA855A5D4C50A8ED9000'],
      ['0CB000000D9701048E08ED6705417E96BA5500', '8709019FF0EC34F9922651990290008E08AD55CC17140B2DED9000'],
      [
        '0CB000040D9701128E082EA28A70F3C7B53500',
        '871901FB9235F4E4037F2327DCC8964F1F9B8C30F42C8E2FFF224A990290008E08C8B2787EAEA07D749000',
      ],
    ]);
    const link = linkTo(card);
    await openByBac(link, mrz, {
      nonce: bytesOf('781723860C06C226'),
      key: bytesOf('0B795240CB7049B01C19B33E32804F0B'),
    });
    const selected = await link.send({ cla: 0, ins: 0xa4, p1: 2, p2: 0x0c, data: bytesOf('011E') });
    expect(selected).toEqual({ data: new Uint8Array(0), status: 0x9000 });
    const head = await link.send({ cla: 0, ins: 0xb0, p1: 0, p2: 0, expected: 4 });
    expect(hexOf(head.data)).toBe('60145F01');
    const rest = await link.send({ cla: 0, ins: 0xb0, p1: 0, p2: 4, expected: 0x12 });
    expect(hexOf(rest.data)).toBe('04303130365F36063034303030305C026175');
    expect(card.left()).toBe(0);
  });

  it('one wrong bit in a checksum of D.4 ends the session', async () => {
    const keys = sessionKeys(bytesOf('0036D272F5C350ACAC50C3F572D23600'), '3des');
    const session = new SecureMessaging(keys, bytesOf('887022120C06C226'));
    session.protect({ cla: 0, ins: 0xa4, p1: 2, p2: 0x0c, data: bytesOf('011E') });
    expect(() => session.open(bytesOf('990290008E08FA855A5D4C50A8EE9000'))).toThrow('card-mac-wrong');
  });
});

describe('appendix G.1: PACE, brainpoolP256r1, AES-128', () => {
  const mrz = {
    kind: 'mrz',
    documentNumber: 'T22000129',
    dateOfBirth: '640812',
    dateOfExpiry: '101031',
  } as const;
  const cardAccess = '31143012060A04007F0007020204020202010202010D';
  const mapIfd = '7F4EF07B9EA82FD78AD689B38D0BC78CF21F249D953BC46F4C6E19259C010F99';
  const agreeIfd = 'A73FB703AC1436A18E0CFA5ABB3F7BEC7A070E7A6788486BEE230C4A22762595';
  const curve = curveOf(13) as Curve;
  const secrets = () => {
    const left = [mapIfd, agreeIfd].map((hex) => bigOf(bytesOf(hex)));
    return (_: Curve, generator: Point) => {
      const secret = left.shift() ?? 0n;
      return { secret, point: generator.multiply(secret) };
    };
  };

  it('password key and nonce', () => {
    expect(hexOf(paceSecret(mrz))).toBe('7E2D2A41C74EA0B38CD36F863939BFA8E9032AAD');
    const key = deriveKey(paceSecret(mrz), keyFor.password, 'aes128');
    expect(hexOf(key)).toBe('89DED1B26624EC1E634C1989302849DD');
    const nonce = decrypted('aes128', key, new Uint8Array(16), bytesOf('95A3A016522EE98D01E76CB6B98B42C3'));
    expect(hexOf(nonce)).toBe('3F00C4D39D153F2B2A214A078D899B22');
  });

  it('mapped generator', () => {
    const chip = pointFrom(
      curve,
      bytesOf(
        '04824FBA91C9CBE26BEF53A0EBE7342A3BF178CEA9F45DE0B70AA601651FBA3F5730D8C879AAA9C9F73991E61B58F4D52EB87A0A0C709A49DC63719363CCD13C54',
      ),
    );
    const shared = chip.multiply(bigOf(bytesOf(mapIfd)));
    const mapped = mappedGenerator(curve, bigOf(bytesOf('3F00C4D39D153F2B2A214A078D899B22')), shared);
    expect(hexOf(mapped.toBytes(false))).toBe(
      '048CED63C91426D4F0EB1435E7CB1D74A46723A0AF21C89634F65A9AE87A9265E28C879506743F8611AC33645C5B985C80B5F09A0B83407C1B6A4D857AE76FE522',
    );
  });

  it('session keys and tokens', () => {
    const keys = sessionKeys(
      bytesOf('28768D20701247DAE81804C9E780EDE582A9996DB4A315020B2733197DB84925'),
      'aes128',
    );
    expect(hexOf(keys.encryption)).toBe('F5F0E35C0D7161EE6724EE513A0D9A7F');
    expect(hexOf(keys.checksum)).toBe('FE251C7858B356B24514B3BD5F4297D1');
    const input = tokenInput(
      bytesOf('04007F00070202040202'),
      bytesOf(
        '049E880F842905B8B3181F7AF7CAA9F0EFB743847F44A306D2D28C1D9EC65DF6DB7764B22277A2EDDC3C265A9F018F9CB852E111B768B326904B59A0193776F094',
      ),
    );
    expect(hexOf(checksum('aes128', keys.checksum, input))).toBe('C2B0BD78D94BA866');
  });

  it('the whole conversation, byte for byte', async () => {
    const card = scripted([
      ['0022C1A40F800A04007F00070202040202830101', '9000'],
      ['10860000027C0000', '7C12801095A3A016522EE98D01E76CB6B98B42C39000'],
      [
        '10860000457C438141047ACF3EFC982EC45565A4B155129EFBC74650DCBFA6362D896FC70262E0C2CC5E544552DCB6725218799115B55C9BAA6D9F6BC3A9618E70C25AF71777A9C4922D00',
        '7C43824104824FBA91C9CBE26BEF53A0EBE7342A3BF178CEA9F45DE0B70AA601651FBA3F5730D8C879AAA9C9F73991E61B58F4D52EB87A0A0C709A49DC63719363CCD13C549000',
      ],
      [
        '10860000457C438341042DB7A64C0355044EC9DF190514C625CBA2CEA48754887122F3A5EF0D5EDD301C3556F3B3B186DF10B857B58F6A7EB80F20BA5DC7BE1D43D9BF850149FBB3646200',
        '7C438441049E880F842905B8B3181F7AF7CAA9F0EFB743847F44A306D2D28C1D9EC65DF6DB7764B22277A2EDDC3C265A9F018F9CB852E111B768B326904B59A0193776F0949000',
      ],
      ['008600000C7C0A8508C2B0BD78D94BA86600', '7C0A86083ABB9674BCE93C089000'],
    ]);
    const [info] = readSecurityInfos(bytesOf(cardAccess)).pace;
    expect(info).toMatchObject({ cipher: 'aes128', parameterId: 13 });
    if (!info) throw new Error('no PACE offered');
    const link = linkTo(card);
    await openByPace(link, info, mrz, secrets());
    expect(link.protected).toBe(true);
    expect(card.left()).toBe(0);
  });

  it('a chip that does not know the password is not believed', async () => {
    const card = scripted([
      ['0022C1A40F800A04007F00070202040202830101', '9000'],
      ['10860000027C0000', '7C12801095A3A016522EE98D01E76CB6B98B42C39000'],
      [
        '10860000457C438141047ACF3EFC982EC45565A4B155129EFBC74650DCBFA6362D896FC70262E0C2CC5E544552DCB6725218799115B55C9BAA6D9F6BC3A9618E70C25AF71777A9C4922D00',
        '7C43824104824FBA91C9CBE26BEF53A0EBE7342A3BF178CEA9F45DE0B70AA601651FBA3F5730D8C879AAA9C9F73991E61B58F4D52EB87A0A0C709A49DC63719363CCD13C549000',
      ],
      [
        '10860000457C438341042DB7A64C0355044EC9DF190514C625CBA2CEA48754887122F3A5EF0D5EDD301C3556F3B3B186DF10B857B58F6A7EB80F20BA5DC7BE1D43D9BF850149FBB3646200',
        '7C438441049E880F842905B8B3181F7AF7CAA9F0EFB743847F44A306D2D28C1D9EC65DF6DB7764B22277A2EDDC3C265A9F018F9CB852E111B768B326904B59A0193776F0949000',
      ],
      ['008600000C7C0A8508C2B0BD78D94BA86600', '7C0A86083ABB9674BCE93C099000'],
    ]);
    const [info] = readSecurityInfos(bytesOf(cardAccess)).pace;
    if (!info) throw new Error('no PACE offered');
    await expect(openByPace(linkTo(card), info, mrz, secrets())).rejects.toThrow('card-mac-wrong');
  });

  it('appendix H: the key of a card access number', () => {
    const key = deriveKey(paceSecret({ kind: 'can', can: '123456' }), keyFor.password, 'aes128');
    expect(hexOf(key)).toBe('591468CDA83D65219CCCB8560233600F');
    const nonce = bytesOf('2923BE84E16CD6AE529049F1F1BBE9EB');
    expect(hexOf(encrypted('aes128', key, new Uint8Array(16), nonce))).toBe(
      '143DC40C08C8E891FBED7DEDB92B64AD',
    );
  });
});

describe('RFC 4493: AES-CMAC', () => {
  const key = bytesOf('2b7e151628aed2a6abf7158809cf4f3c');
  it.each([
    ['', 'BB1D6929E95937287FA37D129B756746'],
    ['6bc1bee22e409f96e93d7e117393172a', '070A16B46B4D4144F79BDD9DD04A287C'],
    [
      '6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e5130c81c46a35ce411',
      'DFA66747DE9AE63030CA32611497C827',
    ],
  ])('%s', (message, expected) => {
    expect(hexOf(cmac('aes128', key, bytesOf(message)))).toBe(expected);
  });
});

it('commands longer than a short APDU take the extended form (ISO/IEC 7816-4, 5.2)', () => {
  expect(hexOf(encodedCommand({ cla: 0, ins: 0xb0, p1: 0, p2: 0, expected: 1_600 }))).toBe('00B00000000640');
  expect(hexOf(encodedCommand({ cla: 0, ins: 0xb0, p1: 0, p2: 0, expected: 256 }))).toBe('00B0000000');
  const long = encodedCommand({
    cla: 0,
    ins: 0x86,
    p1: 0,
    p2: 0,
    data: new Uint8Array(300),
    expected: 65_536,
  });
  expect(hexOf(long.subarray(0, 7))).toBe('0086000000012C');
  expect(hexOf(long.subarray(-2))).toBe('0000');
});
