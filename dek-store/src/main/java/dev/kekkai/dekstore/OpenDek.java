package dev.kekkai.dekstore;

import dev.kekkai.provider.keys.DekHandle;

/** A stored DEK, materialised. */
record OpenDek(DekRecord row, DekHandle handle) {}
