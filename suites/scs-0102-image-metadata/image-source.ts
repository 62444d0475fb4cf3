import { check } from '../../src/check.ts'
import { images } from '../../src/openstack/facts.ts'
import { bare, judgeImages, setProperty, unnamed } from './image-finding.ts'

/** Only the scheme counts, in lower case: whether the rest is an address that answers is not tried. */
const url = /^(https?|ftps?):\/\//

/**
 * Every image says where it can be downloaded, by a URL, or that it is `private`.
 *
 * No other word, no blank before the URL. A source that is null is no text at all: undecided.
 */
export const imageSource = check({
  id: 'scs-0102-prop-image_source',
  title: 'Every image names the URL where it can be downloaded, or says that it is private',
  section: 'scs-0102-v1#image-origin',
  needs: { images },
  judge: ({ images }) =>
    judgeImages(images, (image) => {
      const source = image.properties['image_source']
      const open = bare(image) ?? (source === null ? 'has an image_source that is null' : undefined)
      if (source === 'private' || url.test(source ?? '')) return { undecided: open }
      const violation = {
        expected: 'image_source private, or a URL of http, https, ftp or ftps',
        actual: source === undefined ? 'no image_source' : `image_source ${JSON.stringify(source)}`,
        remedy: setProperty(image, 'image_source=URL'),
      }
      return { violation, undecided: unnamed(image) ?? open }
    }),
})
