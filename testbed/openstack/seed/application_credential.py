"""The application credential of scs-test. Its secret is known only once, so it is written down for clouds.yaml."""
import os

CLOUD = '''  testbed-appcred:
    region_name: RegionOne
    interface: public
    identity_api_version: "3"
    auth_type: v3applicationcredential
    auth:
      auth_url: http://127.0.0.1:5000/v3
      application_credential_id: %s
      application_credential_secret: %s
'''


def seed(member, file):
    if os.path.exists(file):
        return
    user = member.current_user_id
    for stale in member.identity.application_credentials(user):
        member.identity.delete_application_credential(user, stale)
    made = member.identity.create_application_credential(user, 'scs-test-ac')
    with open(os.open(file, os.O_WRONLY | os.O_CREAT, 0o600), 'w', encoding='utf-8') as out:
        out.write(CLOUD % (made.id, made.secret))
