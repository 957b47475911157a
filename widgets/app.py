"""The program: it makes the application, the services of the window and the window, and ends them again."""

from __future__ import annotations

import logging
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication, QIcon, QSurfaceFormat
from PySide6.QtWidgets import QApplication

from explorer.session.settings import load_settings, save_settings, settings_path
from explorer.session.store import Store
from widgets.commands import CommandTable
from widgets.jobs import Failure, JobRunner
from widgets.main_window import MainWindow
from widgets.map.gl_choice import gl_format
from widgets.store_signals import StoreSignals
from widgets.theme import ThemeSwitch
from widgets.warm_up import warm_up
from widgets.workbench import Workbench

HERE = Path(__file__).parent
WARM_UP_AFTER = 800  # milliseconds from the first sight of the window


def run(files: Sequence[Path] = ()) -> int:
    """Show the window, open the files in it, and return the exit code when it was closed."""
    sys.setswitchinterval(
        0.001
    )  # a worker gives way to the window after 1 ms, not 5: a table asks for 300 cells in turn
    prepare_gl()
    application = QApplication(sys.argv[:1])
    application.setApplicationName("Lexiscope")
    application.setDesktopFileName("lexiscope")
    application.setWindowIcon(QIcon(str(HERE / "icons" / "lexiscope.svg")))
    window, workbench = make_window(application)
    sys.excepthook = _Excepthook(window)
    window.show()
    if files:
        QTimer.singleShot(0, window, lambda: window.open(list(files)))
    QTimer.singleShot(WARM_UP_AFTER, window, lambda: warm_up(workbench))
    code = application.exec()
    close(window, workbench)
    return code


def prepare_gl() -> None:
    """Ask for what the map needs of OpenGL; to be done before the application is made.

    Contexts share what they hold, so that a panel that floats does not lose it; without a 3.3 core format asked for in
    advance macOS gives 2.1.
    """
    QApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)
    QSurfaceFormat.setDefaultFormat(gl_format())


def make_window(application: QApplication, jobs: JobRunner | None = None) -> tuple[MainWindow, Workbench]:
    """The window and its services, with the settings of the user; not shown yet."""
    path = settings_path()
    settings, notice = load_settings(path)
    store = Store()
    workbench = Workbench(
        store=store,
        changes=StoreSignals(store),
        jobs=jobs or JobRunner(),
        theme=ThemeSwitch(application, settings.theme),
        settings=settings,
        settings_path=path,
        commands=CommandTable(),
    )
    window = MainWindow(workbench)
    if notice:
        window.message_bar.say(notice)
    return window, workbench


def close(window: MainWindow, workbench: Workbench) -> None:
    """Stop whatever runs, wait for it, and keep the settings."""
    workbench.jobs.close()
    try:
        save_settings(workbench.settings, workbench.settings_path)
    except Exception as error:  # nobody is left to be told but the terminal
        logging.getLogger("lexiscope").warning("the settings were not saved: %s", error)
    window.deleteLater()


class _Excepthook:
    """An exception that nobody caught: told at the bottom of the window, with the traceback under "Details"."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window

    def __call__(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QGuiApplication.quit()
            return
        details = "".join(traceback.format_exception(kind, error, trace))
        sys.stderr.write(details)
        self._window.message_bar.say_failed(Failure(f"Something went wrong: {error or kind.__name__}.", details))
