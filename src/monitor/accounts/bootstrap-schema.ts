const name = {
  type: 'string',
  pattern: '^[A-Za-z0-9_][A-Za-z0-9_. -]{0,99}$',
  description: 'a name of up to 100 letters, digits, blanks and . _ -',
} as const

/** The bootstrap file of the official compliance monitor. */
export const bootstrapSchema = {
  type: 'object',
  required: ['accounts'],
  additionalProperties: false,
  properties: {
    accounts: {
      type: 'array',
      description: 'a list of accounts',
      items: {
        type: 'object',
        required: ['subject'],
        additionalProperties: false,
        properties: {
          subject: name,
          group: name,
          api_keys: { type: 'array', items: { type: 'string', description: 'a hash of a password' } },
          keys: {
            type: 'array',
            items: {
              type: 'object',
              required: ['public_key', 'public_key_type', 'public_key_name'],
              additionalProperties: false,
              properties: {
                public_key: { type: 'string', pattern: '^[A-Za-z0-9+/]+=*$', description: 'the base64 of an SSH key' },
                public_key_type: {
                  type: 'string',
                  pattern: '^(sk-)?(ssh|ecdsa)-[A-Za-z0-9@.-]+$',
                  description: 'the type of an SSH key such as ssh-ed25519',
                },
                public_key_name: name,
              },
            },
          },
          delegates: { type: 'array', uniqueItems: true, items: name },
          roles: { type: 'array', items: { enum: ['append_any', 'read_any', 'approve', 'admin'] } },
        },
      },
    },
    // the official monitor reads it and makes nothing of it
    subjects: { type: ['object', 'array'] },
  },
} as const
