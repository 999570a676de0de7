/** An authenticator in software, written by hand after WebAuthn and CBOR: what the application verifies is judged by somebody else than its library. */
import { createHash, createSign, generateKeyPairSync, randomBytes } from "node:crypto";

type Cbor = number | string | Buffer | Map<Cbor, Cbor>;

function head(major: number, n: number): Buffer {
  if (n < 24) return Buffer.from([(major << 5) | n]);
  if (n < 256) return Buffer.from([(major << 5) | 24, n]);
  return Buffer.from([(major << 5) | 25, n >> 8, n & 255]);
}
function cbor(value: Cbor): Buffer {
  if (typeof value === "number") return value >= 0 ? head(0, value) : head(1, -1 - value);
  if (typeof value === "string") return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  if (Buffer.isBuffer(value)) return Buffer.concat([head(2, value.length), value]);
  return Buffer.concat([head(5, value.size), ...[...value].flatMap(([key, one]) => [cbor(key), cbor(one)])]);
}
const sha256 = (data: Buffer | string) => createHash("sha256").update(data).digest();
const b64 = (data: Buffer | string) => Buffer.from(data).toString("base64url");

export type Given = { origin?: string; rpId?: string; verified?: boolean; counter?: number };

/** One device with one key. */
export function softAuthenticator() {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const jwk = publicKey.export({ format: "jwk" });
  const id = randomBytes(16);
  let used = 0;
  const authData = (rpId: string, verified: boolean, counter: number, attested: Buffer = Buffer.alloc(0)) => {
    const flags = 1 | (verified ? 4 : 0) | (attested.length ? 64 : 0);
    const count = Buffer.alloc(4);
    count.writeUInt32BE(counter);
    return Buffer.concat([sha256(rpId), Buffer.from([flags]), count, attested]);
  };
  const client = (type: string, challenge: string, origin: string) =>
    Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
  const common = { id: b64(id), rawId: b64(id), type: "public-key" as const, clientExtensionResults: {} };
  return {
    register(challenge: string, { origin = "http://localhost:3000", rpId = "localhost", verified = true }: Given = {}) {
      const key = new Map<Cbor, Cbor>([
        [1, 2],
        [3, -7],
        [-1, 1],
        [-2, Buffer.from(`${jwk.x}`, "base64url")],
        [-3, Buffer.from(`${jwk.y}`, "base64url")],
      ]);
      const attested = Buffer.concat([Buffer.alloc(16), Buffer.from([0, id.length]), id, cbor(key)]);
      const attestationObject = cbor(
        new Map<Cbor, Cbor>([
          ["fmt", "none"],
          ["attStmt", new Map()],
          ["authData", authData(rpId, verified, 0, attested)],
        ]),
      );
      return {
        ...common,
        response: {
          clientDataJSON: b64(client("webauthn.create", challenge, origin)),
          attestationObject: b64(attestationObject),
          transports: ["internal"],
        },
      };
    },
    answer(
      challenge: string,
      { origin = "http://localhost:3000", rpId = "localhost", verified = true, counter }: Given = {},
    ) {
      used += 1;
      const data = authData(rpId, verified, counter ?? used);
      const clientData = client("webauthn.get", challenge, origin);
      const signature = createSign("sha256")
        .update(Buffer.concat([data, sha256(clientData)]))
        .sign(privateKey);
      return {
        ...common,
        response: { clientDataJSON: b64(clientData), authenticatorData: b64(data), signature: b64(signature) },
      };
    },
  };
}
