"""A mail server that takes everything and keeps nothing. `python -m winnow.bench.sink`; prints its port first."""

import asyncio
import sys

LONGEST_LINE = 1024 * 1024


async def main() -> None:
    """Serve until killed."""
    server = await asyncio.start_server(_talk, "127.0.0.1", 0, limit=LONGEST_LINE)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    async with server:
        await server.serve_forever()


async def _talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Just as much of SMTP as a client needs to hand mails over."""
    writer.write(b"220 sink\r\n")
    while line := await reader.readline():
        word = line[:4].upper()
        if word == b"DATA":
            writer.write(b"354 go on\r\n")
            await reader.readuntil(b"\r\n.\r\n")
        writer.write(b"221 bye\r\n" if word == b"QUIT" else b"250 OK\r\n")
        await writer.drain()
        if word == b"QUIT":
            break
    writer.close()


if __name__ == "__main__":
    asyncio.run(main())
