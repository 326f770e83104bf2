// A shared address may end in #view=…: to such a one a browser jumps, and does not load it again.
setTimeout(() => location.reload(), 2500);
