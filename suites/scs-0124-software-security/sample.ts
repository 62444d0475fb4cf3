import type { OpenStackSeries, ReferenceDocument } from '../../src/openstack/series-data.ts'

/** Four series, of which two share a version of Nova. */
export const sampleSeries: ReferenceDocument<OpenStackSeries> = {
  name: 'openstack-series',
  origin: 'bundled',
  collectedAt: '2026-11-24',
  reach: '2026-08-21',
  sources: ['https://x'],
  digest: 'sha256:0',
  freshForDays: 183,
  content: {
    series: [
      { name: '2026.1 Gazpacho', releasedAt: '2026-04-01', maintainedUntil: '2027-10-27' },
      { name: '2025.2 Flamingo', releasedAt: '2025-10-01', maintainedUntil: '2027-04-28', endOfLife: '2027-04-28' },
      { name: '2025.1 Epoxy', releasedAt: '2025-04-02', maintainedUntil: '2026-10-02' },
      { name: 'Zed', releasedAt: '2022-10-05', maintainedUntil: '2024-05-03' },
    ],
    services: {
      compute: [
        { newest: '2.103', series: ['2026.1 Gazpacho'] },
        { newest: '2.100', series: ['2025.2 Flamingo', '2025.1 Epoxy'] },
        { newest: '2.93', series: ['Zed'] },
      ],
      'block-storage': [
        { newest: '3.71', series: ['2026.1 Gazpacho', '2025.2 Flamingo', '2025.1 Epoxy'] },
        { newest: '3.70', series: ['Zed'] },
      ],
    },
    projects: [{ name: 'nova', serviceTypes: ['compute'], versions: { Zed: '26.0.0' } }],
  },
}
