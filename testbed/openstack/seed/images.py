"""Images of the description. They hold no system: an empty qcow2, padded to the size that is described.

An image that differs from its description is made anew rather than changed: `created_at` must not lie before
the build date, which moves on with `{{days:N}}`. Several images may have the same name, so each description
takes one image that equals it; those left over with a name of ours go away.
"""
import os
import subprocess

REAL = 'Debian 12'  # where a libvirt host is there, this image boots for real
NOT_OURS = {'os_hash_algo', 'os_hash_value', 'stores', 'self', 'direct_url'}  # what glance itself adds


def seed(admin, member_project, described, state, real_image):
    glance = admin.image
    existing = [image for hidden in ('false', 'true')
                for image in pages(glance, f'/images?member_status=all&limit=200&os_hidden={hidden}')]
    names = {wanted['name'] for wanted in described}
    spare = [image for image in existing if image['name'] in names]
    missing = []
    for wanted in described:
        real = real_image if wanted['name'] == REAL else None
        body = image_body(wanted, admin.current_project_id, member_project, real)
        size = os.path.getsize(real['file']) if real else wanted['sizeBytes']
        image = next((image for image in spare if equals(image, body, size)), None)
        if image:
            spare.remove(image)
        else:
            missing.append((body, real['file'] if real else padded(state, size)))
    for image in spare:
        glance.delete_image(image['id'])
    for body, file in missing:
        create(glance, body, file)
        print('image', body['name'])


def pages(glance, url):
    while url:
        answer = glance.get(url).json()
        yield from answer['images']
        url = answer.get('next', '').removeprefix('/v2')


def image_body(wanted, admin_project, member_project, real):
    visibility = wanted.get('visibility', 'public')
    return {
        **{key: str(value) for key, value in wanted.get('properties', {}).items()}, **(real['properties'] if real else {}),
        'name': wanted['name'], 'visibility': visibility, 'os_hidden': wanted.get('hidden', False),
        'min_disk': wanted.get('minDiskGB', 0), 'min_ram': wanted.get('minRamMiB', 0),
        'container_format': 'bare', 'disk_format': 'qcow2',
        # a private image is the member's own, else no member would ever see it listed
        'owner': member_project if visibility == 'private' else admin_project,
    }


def equals(image, body, size):
    fixed = {'id', 'status', 'created_at', 'updated_at', 'size', 'virtual_size', 'checksum', 'file', 'schema', 'tags', 'protected'}
    found = {key: value for key, value in image.items() if key not in fixed | NOT_OURS}
    return found == body and image['status'] == 'active' and image['size'] == size


def padded(state, size):
    file = os.path.join(state, 'data', f'image-{size}.qcow2')
    if not os.path.exists(file):
        subprocess.run(['qemu-img', 'create', '-q', '-f', 'qcow2', file, '16M'], check=True)
        os.truncate(file, max(size, os.path.getsize(file)))
    return file


def create(glance, body, file):
    answer = glance.post('/images', json=body)
    assert answer.status_code == 201, f'{body["name"]}: {answer.text}'
    with open(file, 'rb') as data:
        answer = glance.put(f'/images/{answer.json()["id"]}/file', data=data, headers={'Content-Type': 'application/octet-stream'})
    assert answer.status_code == 204, f'{body["name"]}: {answer.text}'
