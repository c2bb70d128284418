import { fileURLToPath } from 'node:url'

/** The texts lie beside the program, built or not. */
export const TEMPLATES = fileURLToPath(new URL('../../templates/', import.meta.url))

/** What the build has made beside the program, the trained model too. */
export const BUILT = fileURLToPath(new URL('../../dist/', import.meta.url))
