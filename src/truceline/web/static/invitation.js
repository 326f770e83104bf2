// The secret of an invitation stands behind the # of the address: it goes into the form and out of sight.
const secret = location.hash.slice(1);
const label = document.getElementById("secret");
if (secret && label) {
  label.querySelector("input").value = secret;
  label.hidden = true;
  history.replaceState(null, "", location.pathname + location.search);
}
