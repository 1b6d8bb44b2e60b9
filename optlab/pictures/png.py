"""Pixels to PNG, fast enough for a slider."""

import struct
import zlib

import numpy as np


class Encoder:
    """Images (height, width, 3 or 4), uint8, as PNG bytes (the fourth number, of opacity, is left out).

    Rows go to zlib unfiltered: on line drawings that is both smaller and twice as fast as an image library's adaptive filters.
    Each band of rows is compressed by itself, and a band that is the same as in the last image keeps its bytes: while a run
    is played, most do.
    """

    _ROWS = 20

    def __init__(self):
        self._last, self._bands = None, []

    def png(self, image):
        height, width = image.shape[:2]
        bands = [slice(low, low + self._ROWS) for low in range(0, height, self._ROWS)]
        if self._last is None or self._last.shape != image.shape:
            self._last, self._bands = None, [b""] * len(bands)
            self._rows = np.zeros((height, 1 + 3 * width), np.uint8)  # each row begins with its filter: 0, none
            self._pixels = self._rows[:, 1:].reshape(height, width, 3)
        for k, band in enumerate(bands):
            if self._last is None or not np.array_equal(self._last[band], image[band]):
                for channel in range(3):  # by channels it is copied six times as fast as by pixels
                    self._pixels[band, :, channel] = image[band, :, channel]
                deflate = zlib.compressobj(1, zlib.DEFLATED, -15)
                self._bands[k] = deflate.compress(self._rows[band]) + deflate.flush(zlib.Z_FULL_FLUSH)
        self._last = image.copy()
        end = b"\x03\x00" + struct.pack(">I", zlib.adler32(self._rows))  # an empty last block, and the checksum
        header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
        chunks = ((b"IHDR", header), (b"IDAT", b"\x78\x01" + b"".join(self._bands) + end), (b"IEND", b""))
        return b"\x89PNG\r\n\x1a\n" + b"".join(
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
        )
