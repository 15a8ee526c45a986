"""Every provider's token formats: what the scan looks for, row by row, gathered from the tables by subject."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .providers_cloud import ROWS as _CLOUD
from .providers_code import ROWS as _CODE
from .providers_models import ROWS as _MODELS
from .providers_services import ROWS as _SERVICES

if TYPE_CHECKING:
    from .providers_row import Provider

PROVIDERS: tuple[Provider, ...] = (*_CLOUD, *_CODE, *_SERVICES, *_MODELS)
