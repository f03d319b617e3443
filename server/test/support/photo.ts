import sharp from 'sharp'

/** A photograph as a phone would make it: noise that does not shrink to nothing. */
export const photo: Buffer = await sharp({
  create: { width: 1200, height: 900, channels: 3, background: '#aac', noise: { type: 'gaussian', mean: 128, sigma: 30 } },
}).jpeg({ quality: 92 }).toBuffer()
