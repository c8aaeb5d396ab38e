// Verifies what AWS' signature of requests promises (Signature Version 4), written by its description and sharing
// nothing with the gateway.
import crypto from 'node:crypto';

const sha256 = text => crypto.createHash('sha256').update(text).digest('hex');
const hmac = (key, text) => crypto.createHmac('sha256', key).update(text).digest();

/** Whether the request was signed with these credentials, for this service, in any region. */
export function isSigned({ method, url, headers, text }, { id, secret }, service) {
  const found = /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/.exec(headers.authorization ?? '');
  if (!found) return false;
  const [, credential, day, region, scopeService, names, signature] = found;
  const time = headers['x-amz-date'] ?? '';
  if (credential !== id || scopeService !== service || !time.startsWith(day) || !names.split(';').includes('host')) return false;
  const [path, query = ''] = url.split('?');
  const encoded = path.split('/').map(segment => encodeURIComponent(segment).replace(/[!'()*]/g, c => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)).join('/');
  const canonical = [method, encoded, query.split('&').sort().join('&'), ...names.split(';').map(name => `${name}:${headers[name].trim().replace(/ +/g, ' ')}`), '', names, sha256(text)].join('\n');
  const scope = `${day}/${region}/${service}/aws4_request`;
  const key = [day, region, service, 'aws4_request'].reduce(hmac, `AWS4${secret}`);
  return hmac(key, ['AWS4-HMAC-SHA256', time, scope, sha256(canonical)].join('\n')).toString('hex') === signature;
}
