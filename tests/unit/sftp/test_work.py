"""SEC-97: the threads of the SFTP door are shared; one company never has all of them."""

import asyncio
import threading

import pytest

from selvbetjening.portals.sftp.work import Pool


def test_one_company_has_a_quarter_of_the_threads_at_most() -> None:
    """Eight acts of one company hang; another company's is done all the same, and cancelling one frees no thread."""
    hang, begun = threading.Event(), threading.Semaphore(0)

    def stuck() -> None:
        begun.release()
        hang.wait(10)

    async def scene() -> None:
        pool = Pool(threads=8)
        try:
            works = [asyncio.create_task(pool.run_for("one", stuck)) for _ in range(8)]
            assert await asyncio.wait_for(pool.run_for("other", lambda: 42), 5) == 42
            works[0].cancel()
            await asyncio.sleep(0.05)
            assert [begun.acquire(blocking=False) for _ in range(3)] == [True, True, False]
            hang.set()
            await asyncio.gather(*works, return_exceptions=True)
            assert await pool.run_for("one", lambda: 43) == 43
            with pytest.raises(ZeroDivisionError):
                await pool.run_for("one", lambda: 1 // 0)
        finally:
            hang.set()
            pool.close()

    asyncio.run(scene())
