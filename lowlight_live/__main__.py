"""`python -m lowlight_live` is `lowlight-live`."""

import sys

from lowlight_live.cli.app import main

sys.exit(main())
