"""The cloud description (testbed/clouds/*.yaml) that real testbed and simulator share."""
import datetime
import os
import re

import yaml

HERE = os.path.dirname(os.path.abspath(__file__))
FILE = os.path.join(HERE, '..', '..', 'clouds', 'seeded.yaml')
TODAY = datetime.datetime.now(datetime.timezone.utc).date()


def load(path=FILE):
    """Reads a description and puts dates for `{{days:N}}`; keys that are not ours are none of our business."""
    with open(path, encoding='utf-8') as file:
        return with_dates(yaml.safe_load(file))


def with_dates(value):
    if isinstance(value, dict):
        return {key: with_dates(item) for key, item in value.items()}
    if isinstance(value, list):
        return [with_dates(item) for item in value]
    if isinstance(value, str):
        return re.sub(r'\{\{days:([+-]?\d+)\}\}', lambda m: str(TODAY + datetime.timedelta(days=int(m[1]))), value)
    return value
