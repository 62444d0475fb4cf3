import { check, type Finding, type Violation } from '../../src/check.ts'
import { storageClasses } from './storage-classes.ts'

/**
 * Clause (v2, MUST): there is a default storage class, marked by the annotation
 * storageclass.kubernetes.io/is-default-class=true.
 *
 * Exactly one, as the official script reads it: of several, Kubernetes takes the one made last, which is a surprise. The
 * older annotation with `beta` in it does not count, though Kubernetes obeys it; a class that has only that one is a note
 * where there is a proper default. A class that provisions nothing (kubernetes.io/no-provisioner) is no default to build on,
 * as there.
 */
export const defaultClass = check({
  id: 'scs-0211-default-class',
  title: 'There is exactly one default StorageClass',
  section: 'scs-0211-v2#decision',
  needs: { storageClasses },
  judge({ storageClasses }): Finding {
    const defaults = storageClasses.filter(({ isDefault }) => isDefault)
    const onlyBeta = storageClasses.filter(({ isDefault, isDefaultByBeta }) => isDefaultByBeta && !isDefault)
    const betaNames = onlyBeta.map(({ name }) => name).join(', ')
    const violations: Violation[] = defaults
      .filter(({ provisioner }) => provisioner === 'kubernetes.io/no-provisioner')
      .map(({ name, provisioner }) => ({
        subject: `storage class ${name}`,
        expected: 'a default class that provisions volumes',
        actual: `provisioner ${provisioner}`,
        remedy: 'mark a class with a provisioner as default',
      }))
    if (defaults.length !== 1) {
      const found =
        defaults.length === 0 ? `none of ${storageClasses.length}` : defaults.map(({ name }) => name).join(', ')
      violations.push({
        subject: 'storage classes',
        expected: 'exactly one with the annotation storageclass.kubernetes.io/is-default-class=true',
        actual: defaults.length === 0 && betaNames ? `${found}; ${betaNames} has only the old beta annotation` : found,
        remedy: `kubectl annotate storageclass NAME storageclass.kubernetes.io/is-default-class=${defaults.length === 0} --overwrite`,
      })
    }
    const notes =
      defaults.length > 0 && betaNames
        ? [`${betaNames} is marked as default too, by the old beta annotation, which Kubernetes still obeys`]
        : []
    return { examined: storageClasses.map(({ name }) => `storage class ${name}`), violations, notes }
  },
})
