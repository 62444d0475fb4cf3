import { check, type Check } from '../../src/check.ts'
import { images } from '../../src/openstack/facts.ts'
import { bare, judgeImages, setProperty, unnamed } from './image-finding.ts'

export interface FilledProperty {
  readonly id: `scs-0102-prop-${string}`
  readonly title: string
  readonly section: `scs-0102-v1#${string}`
  readonly property: string
  readonly example: string
  /** The standard's own property, not one that OpenStack defines. */
  readonly isOwn?: boolean
}

export const filledProperties: readonly FilledProperty[] = [
  {
    id: 'scs-0102-prop-os_version',
    title: 'Every image names the version of its operating system',
    section: 'scs-0102-v1#technical-requirements-and-features',
    property: 'os_version',
    example: '24.04',
  },
  {
    id: 'scs-0102-prop-os_distro',
    title: "Every image names its operating system's distribution",
    section: 'scs-0102-v1#technical-requirements-and-features',
    property: 'os_distro',
    example: 'ubuntu',
  },
  {
    id: 'scs-0102-prop-image_original_user',
    title: 'Every image names the user to log in with',
    section: 'scs-0102-v1#image-build-info',
    property: 'image_original_user',
    example: 'ubuntu',
    isOwn: true,
  },
  {
    id: 'scs-0102-prop-image_description',
    title: 'Every image has a description or a link to one',
    section: 'scs-0102-v1#image-origin',
    property: 'image_description',
    example: 'https://ubuntu.com/',
    isOwn: true,
  },
  {
    id: 'scs-0102-prop-provided_until',
    title: 'Every image states until when it is offered',
    section: 'scs-0102-v1#image-updating',
    property: 'provided_until',
    example: 'none',
    isOwn: true,
  },
]

/**
 * The property is there and not empty. What it says is not looked at here, so a blank passes; whether `provided_until`
 * can be understood matters once the image is outdated.
 */
export function filledProperty({ id, title, section, property, example, isOwn }: FilledProperty): Check {
  return check({
    id,
    title,
    section,
    needs: { images },
    judge: ({ images }) =>
      judgeImages(images, (image) => {
        const value = image.properties[property] ?? null
        const open = isOwn ? bare(image) : undefined
        if (value) return { undecided: open }
        const violation = {
          expected: `${property} filled in`,
          actual: value === null ? `no ${property}` : `${property} is empty`,
          remedy: `${setProperty(image, `${property}=VALUE`)} (for instance ${example})`,
        }
        return { violation, undecided: unnamed(image) ?? open }
      }),
  })
}
