/** Addresses of network scanners as a technician types them. Pure. */

/**
 * The places where a typed address may mean a scanner, the likeliest first; each ends with a slash. Empty when the text
 * is no address. Takes `192.0.2.7`, `scanner.local:8080`, `[fd00::7]`, `https://192.0.2.7/eSCL`.
 */
export function basesOf(typed: string): URL[] {
  const text = typed.trim();
  if (text.length > 300 || /[\s\\@?#]/.test(text)) return [];
  const scheme = /^(https?):\/\//i.exec(text)?.[1]?.toLowerCase();
  const rest = scheme ? text.slice(scheme.length + 3) : text;
  if (!/^(\[[0-9a-f:.]+\]|[a-z0-9_.-]+)(:\d{1,5})?(\/[\w.~/-]*)?$/i.test(rest)) return [];
  const named = scheme ? [`${scheme}://${rest}`] : [`http://${rest}`, `https://${rest}`];
  // A multifunction device may keep its scanner at the port of its second web server.
  if (!scheme && !/:\d+(\/|$)/.test(rest.replace(/^\[[^\]]*\]/, 'v6'))) {
    const [host = rest] = /^(\[[^\]]*\]|[^/]*)/.exec(rest) ?? [];
    named.push(`http://${host}:8080${rest.slice(host.length)}`);
  }
  return named.flatMap((address) => {
    if (!URL.canParse(address)) return [];
    const url = new URL(address);
    url.pathname = url.pathname === '/' ? '/eSCL/' : `${url.pathname.replace(/\/+$/, '')}/`;
    return [url];
  });
}
