/** Reads the QR code in a picture with a decoder that knows nothing of how ours are drawn. */
import jsqr from 'jsqr'
import type { Page } from 'playwright-core'

// The package is CommonJS: its function hides behind a second "default".
const decode = ((jsqr as unknown as { default?: typeof jsqr.default }).default ?? jsqr) as typeof jsqr.default

/** `page`: any; the browser takes the PNG apart. */
export async function readCode(page: Page, png: Buffer): Promise<string | undefined> {
  const { width, height, pixels } = (await page.evaluate(`(async () => {
    const image = new Image()
    image.src = 'data:image/png;base64,${png.toString('base64')}'
    await image.decode()
    const canvas = Object.assign(document.createElement('canvas'), { width: image.width, height: image.height })
    const paper = canvas.getContext('2d')
    paper.drawImage(image, 0, 0)
    const { data } = paper.getImageData(0, 0, image.width, image.height)
    let text = ''
    for (let at = 0; at < data.length; at += 8192) text += String.fromCharCode(...data.subarray(at, at + 8192))
    return { width: image.width, height: image.height, pixels: btoa(text) }
  })()`)) as { width: number; height: number; pixels: string }
  return codeIn(new Uint8ClampedArray(Buffer.from(pixels, 'base64')), width, height)
}

export function codeIn(pixels: Uint8ClampedArray, width: number, height: number): string | undefined {
  return decode(pixels, width, height)?.data
}
