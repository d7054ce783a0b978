"""Serves an explicit list of files from installed packages (settings.VENDOR_FILES), and nothing else from there."""

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import Error
from django.core.files.storage import FileSystemStorage


class _Vendor(FileSystemStorage):
    def path(self, name):
        return str(settings.VENDOR_FILES[name.replace("\\", "/")])


class VendorFinder(BaseFinder):
    storage = _Vendor()

    def check(self, **kwargs):
        return [
            Error(f"{path} is missing. Run bin/serve, or «npm ci» and «npm run theme».", id="absolutt.E001")
            for path in settings.VENDOR_FILES.values()
            if not path.is_file()
        ]

    def find(self, path, find_all=False, **kwargs):
        hit = settings.VENDOR_FILES.get(path)
        if hit is None:
            return []
        return [str(hit)] if find_all else str(hit)

    def list(self, ignore_patterns):
        for name in settings.VENDOR_FILES:
            yield name, self.storage
