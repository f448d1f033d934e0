/** The codecs that can be sealed, by their number in the AAD. Each has a cover. */
export const CODEC_IDS = { opus: 1, vp8: 2, vp9: 3, h264: 4, av1: 5, h265: 6 } as const;
export type CodecId = keyof typeof CODEC_IDS;
