"""Volume types of the description. The type named `encrypted` really encrypts: LUKS, keys from barbican."""
ENCRYPTED = 'encrypted'


def seed(admin, described):
    cinder = admin.block_storage
    existing = {kind.name: kind for kind in cinder.types()}
    for wanted in described:
        specs = {key: str(value) for key, value in wanted.get('extraSpecs', {}).items()}
        kind = existing.get(wanted['name'])
        if kind is None:
            kind = cinder.create_type(name=wanted['name'], description=wanted.get('description', ''), extra_specs=specs, is_public=True)
            print('volume type', wanted['name'])
            if kind.name == ENCRYPTED:
                encrypt(cinder, kind)
            continue
        if (kind.description or '') != wanted.get('description', ''):
            cinder.update_type(kind, description=wanted.get('description', ''))
        stale = (kind.extra_specs or {}).keys() - specs.keys()
        if stale:
            cinder.delete_type_extra_specs(kind, stale)
        if any((kind.extra_specs or {}).get(key) != value for key, value in specs.items()):
            cinder.update_type_extra_specs(kind, **specs)


def encrypt(cinder, kind):
    cinder.create_type_encryption(kind, control_location='front-end', provider='luks', cipher='aes-xts-plain64', key_size=256)
