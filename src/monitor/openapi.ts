/** The head of the OpenAPI document; the rest comes from the routes. */
export const openApi = {
  openapi: '3.0.3',
  info: {
    title: 'Compliance monitor',
    description:
      'Takes reports by the protocol of the compliance monitor of the Sovereign Cloud Stack, and tells where its subjects stand.',
    version: '1',
    license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
  },
  components: { securitySchemes: { basic: { type: 'http', scheme: 'basic' } } },
} as const
