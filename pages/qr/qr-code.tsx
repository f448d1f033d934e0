import { encodeQR } from 'qr';

/** Modules of white around the code, which readers need (ISO/IEC 18004, quiet zone). */
const QUIET_ZONE = 4;

interface Props {
  readonly content: string;
  readonly label: string;
}

/** A QR code, dark on white in every colour scheme: many readers do not take the reverse. */
export function QrCode({ content, label }: Props) {
  const rows = encodeQR(content, 'raw', { ecc: 'medium', border: QUIET_ZONE });
  const squares = rows.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : '')));
  return (
    <svg
      id="qr"
      role="img"
      aria-label={label}
      viewBox={`0 0 ${rows.length} ${rows.length}`}
      shape-rendering="crispEdges"
    >
      <rect width="100%" height="100%" fill="#fff" />
      <path d={squares.join('')} fill="#000" />
    </svg>
  );
}
