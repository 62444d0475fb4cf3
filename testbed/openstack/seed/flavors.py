"""Flavors of the description; their extra specs become exactly those described."""


def seed(admin, described):
    existing = {flavor.name: flavor for flavor in admin.compute.flavors(get_extra_specs=True)}
    for wanted in described:
        size = {'vcpus': wanted['vcpus'], 'ram': wanted['ramMiB'], 'disk': wanted.get('diskGB', 0)}
        flavor = existing.get(wanted['name'])
        if flavor and any(flavor[key] != value for key, value in size.items()):
            admin.compute.delete_flavor(flavor)  # a flavor's size cannot be changed
            flavor = None
        specs = {} if flavor is None else dict(flavor.extra_specs or {})
        if flavor is None:
            flavor = admin.compute.create_flavor(name=wanted['name'], is_public=True, **size)
            print('flavor', wanted['name'])
        reconcile(admin.compute, flavor, specs, {key: str(value) for key, value in wanted.get('extraSpecs', {}).items()})


def reconcile(compute, flavor, existing, wanted):
    for key in existing.keys() - wanted.keys():
        compute.delete_flavor_extra_specs_property(flavor, key)
    changed = {key: value for key, value in wanted.items() if existing.get(key) != value}
    if changed:
        compute.create_flavor_extra_specs(flavor, changed)
