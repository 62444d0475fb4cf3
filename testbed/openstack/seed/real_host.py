"""Keeps real and dummy images apart: a trait on the libvirt host, required by its one image and by its aggregate."""
import os

TRAIT = 'CUSTOM_TESTBED_REAL_VM'


def prepare(admin, virt_host, state):
    """Marks the host; gives the file and the additional properties of the image that boots on it."""
    placement = admin.placement
    placement.default_microversion = '1.20'
    assert placement.put('/traits/' + TRAIT).status_code in (201, 204)
    # nova names the provider after the host's name as libvirt sees it, not after nova.conf's `host`
    providers = placement.get('/resource_providers').json()['resource_providers']
    provider = next(p for p in providers if p['name'] == virt_host or p['name'].startswith(os.uname().nodename))
    url = '/resource_providers/%s/traits' % provider['uuid']
    traits = placement.get(url).json()
    if TRAIT not in traits['traits']:
        answer = placement.put(url, json={'traits': traits['traits'] + [TRAIT],
                                          'resource_provider_generation': traits['resource_provider_generation']})
        assert answer.status_code == 200, answer.text

    nova = admin.compute
    aggregate = next((a for a in nova.aggregates() if a.name == 'real'), None) or nova.create_aggregate(name='real')
    if virt_host not in (aggregate.hosts or []):
        nova.add_host_to_aggregate(aggregate, virt_host)
    nova.set_aggregate_metadata(aggregate, {'trait:' + TRAIT: 'required'})
    return {'file': os.path.join(state, 'data', 'vm-image', 'tiny.qcow2'),
            'properties': {'trait:' + TRAIT: 'required', 'hw_disk_bus': 'virtio'}}
