"""What the tests of the window itself share."""

from __future__ import annotations

import pytest


@pytest.fixture
def window(qtbot, qapp):
    """The whole window with nothing open; its jobs run when the event loop comes round, and maps stay PCA."""
    from widgets.app import close, make_window
    from widgets.jobs import JobRunner

    window, bench = make_window(qapp, JobRunner(synchronous=True))
    bench.settings.refine_with_umap = False
    window.bench = bench
    window.show()
    qtbot.waitExposed(window)
    yield window
    window.close()
    close(window, bench)
    bench.theme.deleteLater()
    qapp.processEvents()
