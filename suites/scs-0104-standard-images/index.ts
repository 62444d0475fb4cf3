import type { Suite } from '../../src/check.ts'
import { imagePresent } from './image-present.ts'
import { imageSource } from './image-source.ts'
import { standardImages } from './standard-images.ts'

export const suite: Suite = {
  id: 'scs-0104-standard-images',
  checks: [...standardImages.map(imageSource), ...standardImages.map(imagePresent)],
}
