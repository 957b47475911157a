import threading

from widgets.job_mailbox import Mailbox


def test_it_rings_once_until_it_is_emptied_and_keeps_the_newest_of_each_kind():
    rung = []
    mailbox = Mailbox(lambda: rung.append(1))
    for fraction in (0.1, 0.2, 0.3):
        mailbox.post("progressed", fraction)
    mailbox.post("partial", "frame")
    assert rung == [1]
    assert mailbox.fetch() == {"progressed": 0.3, "partial": "frame"}
    assert mailbox.fetch() == {}
    mailbox.post("succeeded", 7)
    assert rung == [1, 1]
    assert mailbox.fetch() == {"succeeded": 7}


def test_a_closed_one_keeps_nothing_and_rings_for_nobody():
    rung = []
    mailbox = Mailbox(lambda: rung.append(1))
    mailbox.post("partial", "frame")
    mailbox.close()
    mailbox.post("succeeded", "late")
    assert rung == [1]
    assert mailbox.fetch() == {}


def test_nobody_is_rung_for_once_closing_is_over_however_many_threads_post():
    is_closed, rung_late = threading.Event(), threading.Event()
    mailbox = Mailbox(lambda: rung_late.set() if is_closed.is_set() else None)

    def post_and_fetch():
        for i in range(5000):
            mailbox.post("progressed", i)
            mailbox.fetch()

    threads = [threading.Thread(target=post_and_fetch) for _ in range(4)]
    for thread in threads:
        thread.start()
    mailbox.close()
    is_closed.set()
    for thread in threads:
        thread.join()
    assert not rung_late.is_set()
