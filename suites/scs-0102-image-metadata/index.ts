import type { Suite } from '../../src/check.ts'
import { filledProperties, filledProperty } from './filled-property.ts'
import { hotfixHours } from './hotfix-hours.ts'
import { imageBuildDate } from './image-build-date.ts'
import { imageRecency } from './image-recency.ts'
import { imageSource } from './image-source.ts'
import { listedProperties, listedProperty } from './listed-property.ts'
import { minDisk } from './min-disk.ts'
import { minRam } from './min-ram.ts'
import { osPurposeUniqueness } from './os-purpose-uniqueness.ts'
import { uuidValidity } from './uuid-validity.ts'

export const suite: Suite = {
  id: 'scs-0102-image-metadata',
  checks: [
    ...listedProperties.map(listedProperty),
    ...filledProperties.map(filledProperty),
    minDisk,
    minRam,
    imageBuildDate,
    imageSource,
    uuidValidity,
    hotfixHours,
    imageRecency,
    osPurposeUniqueness,
  ],
}
