"""Plays a figure: the kernel pushes one picture after another, and the page says what it has painted."""

import asyncio
import threading
import time

import ipywidgets as widgets


class Player:
    """A play button for a slider of steps.

    The button's own clock would wait for the kernel's answer before it asks for the next picture. Here the kernel keeps the
    clock: while one picture is on its way to the page, the next is drawn. No more than AHEAD are on their way, so a slow page
    gets fewer pictures and never a queue.

    slider : an integer slider, whose value is the step shown. picture : the `live.Picture` that is painted when it moves.
    """

    RATE, AHEAD = 20, 4  # pictures a second, pictures
    PATIENCE = 0.5  # seconds; a page that has said nothing for so long is closed or hidden

    def __init__(self, slider, picture):
        self.slider, self.picture = slider, picture
        never = 2**31 - 1  # milliseconds: the button's own clock does not tick
        self.play = widgets.Play(min=slider.min, max=slider.max, value=slider.value, interval=never, description="play",
                                 show_repeat=False)  # fmt: skip
        self._turn, self._painted = 0, 0
        self._one = threading.RLock()  # a button's news and the next picture may come in two threads
        self.play.observe(self._asked, "value")
        slider.observe(lambda change: self._follow(), "value")
        self.play.observe(lambda change: change["new"] and self._start(), "playing")

    def painted(self, frame):
        """The page has painted this frame."""
        self._painted = max(self._painted, frame)
        self._loop.call_soon_threadsafe(self._news.set)  # JupyterLab's messages may come in another thread

    def _asked(self, change):
        """The button says a step: the start."""
        with self._one:
            self.slider.value = change["new"]

    def _follow(self):
        """The button learns its value when a run stops and not with each picture: half the messages.

        And when it leaves the start: a button that believes to be there would not say that it was sent back.
        """
        if not self.play.playing or self.play.value == self.play.min:
            self.play.value = self.slider.value

    def _start(self):
        try:
            self._loop = asyncio.get_running_loop()
        except RuntimeError:  # no notebook: a script or a test sets the values itself
            return
        self._news = asyncio.Event()
        self._turn += 1
        self._task = self._loop.create_task(self._run(self._turn))

    async def _run(self, turn):
        self._painted, self.picture.reports = self.picture.frame, True
        due = time.perf_counter()
        try:
            while self._next(turn):
                due = max(due + 1 / self.RATE, time.perf_counter())
                await asyncio.sleep(due - time.perf_counter())
                await self._room()
        finally:
            if self._turn == turn:
                self.picture.reports = self.play.playing = False
                self._follow()

    def _next(self, turn):
        """Draw the next step, if there is one and nobody has pressed a button."""
        with self._one:
            on = self.play.playing and self._turn == turn and self.slider.value < self.slider.max
            if on:
                self.slider.value += 1
        return on

    async def _room(self):
        """Wait until fewer than AHEAD pictures are on their way."""
        while self.picture.frame - self._painted >= self.AHEAD:
            self._news.clear()
            try:
                await asyncio.wait_for(self._news.wait(), self.PATIENCE)
            except TimeoutError:
                self._painted = self.picture.frame
