"""A blind set: seven rules of a teacher's own, and functions that students write for them, wrong and right."""

import numpy as np


# The teacher's rules
def tandem(x, g, a=0.0, b=0.0, *, lr=0.05, beta=0.8, gamma=0.9, kappa=0.3):
    """Two averages on one rope: the fast one is held back by what it is ahead, the slow one is drawn after it.

    x, g, a, b : arrays of one shape; a : the fast average of the gradients, b : the slow one. lr > 0, 0 <= beta, gamma < 1,
    0 <= kappa <= 1 the strength of the rope.
    """
    gap = a - b
    a = beta * a + (1 - beta) * (g - kappa * gap)
    b = gamma * b + (1 - gamma) * (a + kappa * gap)
    u = a + kappa * (a - b)
    x = x - lr * u
    return dict(gap=gap, a=a, b=b, u=u, x=x)


def patient(x, g, m=0.0, wait=0.0, *, lr=0.02, beta=0.9, after=2, boost=3.0):
    """A step that is enlarged where the gradient has agreed with its average so far for some steps in succession.

    x, g, m, wait : arrays of one shape; m : the average of the gradients, wait : the steps of agreement, counted. lr > 0,
    0 <= beta < 1, after >= 1 a whole number of steps, boost > 0.
    """
    wait = np.where(g * m > 0, wait + 1, 0)
    m = beta * m + (1 - beta) * g
    gain = np.where(wait >= after, boost, 1)
    u = gain * m / (1 + np.abs(m))
    x = x - lr * u
    return dict(wait=wait, m=m, gain=gain, u=u, x=x)


def two_looks(x, grad, v=0.0, *, lr=0.05, mu=0.8, reach=1.5, share=0.3):
    """Look at the slope here and where a trial step leads, and go with a mixture of both.

    x : array; grad : function of such an array; v : the last change of x. lr > 0, 0 <= mu < 1, reach >= 0 the length of the
    trial in steps, 0 <= share <= 1 the weight of the slope here.
    """
    g_here = grad(x)
    v_try = mu * v - lr * g_here
    g_there = grad(x + reach * v_try)
    g_mix = share * g_here + (1 - share) * g_there
    v = mu * v - lr * g_mix
    x = x + v
    return dict(g_here=g_here, v_try=v_try, g_there=g_there, g_mix=g_mix, v=v, x=x)


def breathing(x, g, t, m=0.0, s=0.0, *, lr=0.02, beta=0.9, period=6, depth=0.5, eps=1e-2):
    """A rate that swells and sinks, over the mean size of the average gradient, in which the swollen steps count more.

    x, g, m, s : arrays of one shape; t = 1, 2, ...; m : the average of the gradients, s : a sum of sizes. lr > 0,
    0 <= beta < 1, period >= 1 in steps, 0 <= depth < 1, eps > 0 in gradient units.
    """
    wave = 1 + depth * np.cos(2 * np.pi * (t - 1) / period)
    m = beta * m + (1 - beta) * g
    m_hat = m / (1 - beta**t)
    s = s + wave * np.abs(m_hat)
    rate = lr * wave / (s / t + eps)
    x = x - rate * m_hat
    return dict(wave=wave, m=m, m_hat=m_hat, s=s, rate=rate, x=x)


def tethered(x, g, c=0.0, home=None, g_old=None, *, lr=0.05, rho=0.9, pull=0.2):
    """Short steps where the gradient jumps about, and a spring to a home that follows slowly.

    x, g, c, home, g_old : arrays of one shape; c : the mean square of the jumps; home is where the run began, at first.
    lr > 0, 0 <= rho < 1, pull >= 0.
    """
    if home is None:
        home = x
    jump = 0 * g if g_old is None else g - g_old
    c = rho * c + (1 - rho) * jump**2
    u = g / np.sqrt(1 + c) + pull * (x - home)
    x = x - lr * u
    home = rho * home + (1 - rho) * x
    return dict(jump=jump, c=c, u=u, home=home, g_old=g, x=x)


def leash(x, g, m=0.0, length=1.0, *, lr=0.1, beta=0.8, rho=0.9, most=1.2, eps=1e-2):
    """A gradient much longer than usual is cut to a multiple of the usual length before it enters the average.

    x, g, m : arrays of one shape, all parameters along the last axis; length : a number for each point, the usual length of
    the gradient. lr > 0 in parameter units, 0 <= beta, rho < 1, most > 0, eps > 0 in gradient units.
    """
    size = np.linalg.norm(g, axis=-1, keepdims=True)
    length = rho * length + (1 - rho) * size
    factor = np.minimum(1, most * length / (size + eps))
    m = beta * m + (1 - beta) * factor * g
    x = x - lr * m / (length + eps)
    return dict(size=size, length=length, factor=factor, m=m, x=x)


def remainder(x, g, r=0.0, w=1.0, *, lr=0.02, rho=0.9, low=0.5, span=1.0):
    """A step by signs alone, of a width that is learned; what the sign left of the gradient is paid later, in part.

    x, g, r, w : arrays of one shape; r : the debt, w : the width, both in gradient units. lr > 0, 0 <= rho < 1, low > 0,
    span >= 0 in gradient units.
    """
    p = r + g
    w = np.clip(rho * w + (1 - rho) * np.abs(p), low, low + span)
    q = w * np.sign(p)
    r = np.clip(p - q, -w, w)
    x = x - lr * q
    return dict(p=p, w=w, q=q, r=r, x=x)


ONE = [
    ("xxxiii_tandem_slow_after_old_fast", tandem, "b", "The slow average must be drawn after the new fast one; here the fast average of the last step stands in its place. [line 5]", '''
def tandem(x, g, fast=0.0, slow=0.0, *, lr=0.05, beta=0.8, gamma=0.9, kappa=0.3):
    # how far the two are apart
    gap = fast - slow
    new_fast = beta * fast + (1 - beta) * (g - kappa * gap)
    new_slow = gamma * slow + (1 - gamma) * (fast + kappa * gap)
    step = new_fast + kappa * (new_fast - new_slow)
    return dict(fast=new_fast, slow=new_slow, x=x - lr * step)
'''),
    ("xxxiii_tandem_direction_with_old_gap", tandem, "u", "In the direction the difference of the two averages is that after both were renewed; here the gap from before is used again. [line 5]", '''
def tandem(x, g, a=0., b=0., *, lr=.05, beta=.8, gamma=.9, kappa=.3):
    d = kappa * (a - b)
    a = a + (1 - beta) * (g - d - a)
    b = b + (1 - gamma) * (a + d - b)
    x = x - lr * (a + d)
    return a, b, x
'''),
    ("xxxiii_tandem_rope_outside_the_average", tandem, "a", "The pull of the rope belongs inside the average, to the gradient, so that it is weighed by 1 - beta as well; here it is taken off the finished average in full. [line 6]", '''
def mittel(alt, neu, anteil):
    return anteil * alt + (1 - anteil) * neu

def tandem(x, g, a=0.0, b=0.0, *, lr=0.05, beta=0.8, gamma=0.9, kappa=0.3):
    abstand = a - b
    a = mittel(a, g, beta) - kappa * abstand
    b = mittel(b, a + kappa * abstand, gamma)
    richtung = a + kappa * (a - b)
    return {"a": a, "b": b, "x": x - lr * richtung}
'''),
    ("xxxiii_patient_asks_the_new_average", patient, "wait", "Whether the gradient agrees is asked of the average before this gradient went into it; here it is asked of the renewed one. [line 3]", '''
def patient(x, g, m=0.0, attente=0.0, *, lr=0.02, beta=0.9, after=2, boost=3.0):
    moyenne = beta * m + (1 - beta) * g
    accord = g * moyenne > 0
    attente = np.where(accord, attente + 1, 0)
    gain = np.where(attente >= after, boost, 1)
    pas = gain * moyenne / (1 + np.abs(moyenne))
    return dict(m=moyenne, attente=attente, x=x - lr * pas)
'''),
    ("xxxiii_patient_count_never_reset", patient, "wait", "The count of steps in succession must fall back to 0 where the gradient disagrees; here it only stands still. [line 3]", '''
def patient(x, g, m=0.0, wait=0.0, *, lr=0.02, beta=0.9, after=2, boost=3.0):
    same = g * m > 0                 # True counts as 1
    wait = wait + same
    m = m * beta + g * (1 - beta)
    u = np.where(wait >= after, boost * m, m)
    u /= 1 + abs(m)
    x = x - lr * u
    return dict(wait=wait, m=m, u=u, x=x)
'''),
    ("xxxiii_patient_one_step_too_patient", patient, "gain", "The boost comes as soon as the count has reached `after`, that is with >=; here one step later. [line 7]", '''
def patient(x, g, m=0.0, wait=0.0, *, lr=0.02, beta=0.9, after=2, boost=3.0):
    squash = lambda z: z / (1 + np.abs(z))
    count = np.where(g * m > 0, wait + 1, 0)
    avg = np.add(beta * m, (1 - beta) * g)

    # multiply by boost where we have waited long enough
    gain = 1 + (boost - 1) * (count > after)
    x = x - lr * gain * squash(avg)
    return dict(m=avg, wait=count, gain=gain, x=x)
'''),
    ("xxxiii_two_looks_second_look_along_old_velocity", two_looks, "g_there", "The second look is taken where the trial step leads; here it is taken where the old velocity leads, and the trial step is made for nothing. [line 4]", '''
def two_looks(x, grad, v=0.0, *, lr=0.05, mu=0.8, reach=1.5, share=0.3):
    g1 = grad(x)
    v_try = mu * v - lr * g1
    g2 = grad(x + reach * v)
    g = share * g1 + (1 - share) * g2
    v = mu * v - lr * g
    return dict(v_try=v_try, v=v, x=x + v)
'''),
    ("xxxiii_two_looks_friction_twice", two_looks, "v", "The velocity was multiplied by mu at the top already; here it is multiplied once more. [line 6]", '''
def two_looks(x, grad, v=0.0, *, lr=0.05, mu=0.8, reach=1.5, share=0.3):
    v = mu * v                       # friction
    first = grad(x)
    probe = x + reach * (v - lr * first)
    second = grad(probe)
    v = mu * v - lr * (share * first + (1 - share) * second)
    x = x + v
    return v, x
'''),
    ("xxxiii_two_looks_weights_exchanged", two_looks, "g_mix", "share is the weight of the slope here; read out, this mixture gives it to the slope there. [line 8]", '''
def two_looks(x, grad, vel=0.0, *, lr=0.05, mu=0.8, reach=1.5, share=0.3):
    def move(slope):
        return mu * vel - lr * slope

    here = grad(x)
    there = grad(x + reach * move(here))
    # start from here and go a bit towards there
    mixed = here + share * (there - here)
    vel = move(mixed)
    return dict(vel=vel, x=x + vel)
'''),
    ("xxxiii_breathing_wave_one_step_early", breathing, "wave", "The wave begins at its crest in the first step, so t - 1 stands in the cosine; here it is one step ahead. [line 2]", '''
def breathing(x, g, t, m=0.0, s=0.0, *, lr=0.02, beta=0.9, period=6, depth=0.5, eps=1e-2):
    wave = 1 + depth * np.cos(2 * np.pi * t / period)
    m = beta * m + (1 - beta) * g
    mh = m / (1 - beta**t)
    s = s + wave * np.abs(mh)
    mean = s / t
    x = x - lr * wave * mh / (mean + eps)
    return dict(wave=wave, m=m, s=s, x=x)
'''),
    ("xxxiii_breathing_eps_in_the_mean", breathing, "rate", "eps is added to the mean size; here it is added to the sum and divided by t too, so that it dies out. [line 8]", '''
def breathing(x, g, t, m=0.0, total=0.0, *, lr=0.02, beta=0.9, period=6, depth=0.5, eps=1e-2):
    angle = 2 * np.pi * ((t - 1) / period)
    wave = 1 + depth * np.cos(angle)
    m = m - (1 - beta) * (m - g)
    m_hat = m / (1 - beta ** t)
    total = total + np.abs(wave * m_hat)      # wave is positive
    # mean size, kept away from zero
    rate = lr * wave / ((total + eps) / t)
    x = x - rate * m_hat
    return dict(m=m, total=total, rate=rate, x=x)
'''),
    ("xxxiii_breathing_corrected_average_stored", breathing, "m", "The state must keep the raw average; here the corrected one is handed on, and in the next step it is corrected again. [line 7]", '''
def breathing(x, g, t, m=0.0, s=0.0, *, lr=0.02, beta=0.9, period=6, depth=0.5, eps=1e-2):
    w = 1 + depth * np.cos(2 * np.pi * (t - 1) / period)
    m = beta * m + (1 - beta) * g
    m_hat = m / (1 - beta**t)
    s = s + w * abs(m_hat)
    x = x - lr * w * m_hat / (s / t + eps)
    return dict(m=m_hat, s=s, x=x)
'''),
    ("xxxiii_tethered_home_follows_old_point", tethered, "home", "Home follows the point to which the step has led; here it follows the one where the step began. [line 8]", '''
def tethered(x, g, c=0.0, home=None, g_old=None, *, lr=0.05, rho=0.9, pull=0.2):
    home = x if home is None else home
    g_old = g if g_old is None else g_old
    c = rho * c + (1 - rho) * (g - g_old) ** 2
    spring = pull * (x - home)
    u = g / np.sqrt(1 + c) + spring
    new_x = x - lr * u
    home = rho * home + (1 - rho) * x
    return dict(c=c, home=home, g_old=g, x=new_x)
'''),
    ("xxxiii_tethered_keeps_the_damped_gradient", tethered, "g_old", "The next jump is measured from the raw gradient, so g must be kept; here the damped one is. [line 12]", '''
def tethered(x, g, c=0.0, home=None, g_old=None, *, lr=0.05, rho=0.9, pull=0.2):
    if home is None:
        home = x.copy()
    if g_old is None:
        jump = np.zeros_like(g)
    else:
        jump = g - g_old
    c = rho * c + (1 - rho) * jump * jump
    scaled = g / np.sqrt(1.0 + c)
    x = x - lr * scaled - lr * pull * (x - home)
    home = home + (1 - rho) * (x - home)
    return dict(jump=jump, c=c, home=home, g_old=scaled, x=x)
'''),
    ("xxxiii_tethered_root_of_jumps_alone", tethered, "u", "The 1 belongs under the root; here the root is taken of the mean square alone, and 1 is added afterwards. [line 9]", '''
def tethered(x, g, c=0.0, maison=None, avant=None, *, lr=0.05, rho=0.9, pull=0.2):
    if maison is None:
        maison = x
    saut = 0 * g
    if avant is not None:
        saut = g - avant
    c = c * rho + (1 - rho) * np.square(saut)

    u = g / (1 + np.sqrt(c)) + pull * (x - maison)
    x = x - lr * u
    maison = rho * maison + (1 - rho) * x
    return dict(saut=saut, c=c, u=u, maison=maison, avant=g, x=x)
'''),
    ("xxxiii_tethered_spring_pushes", tethered, "u", "The spring must draw x back to home: since u is subtracted, x - home stands in it; here the sign is turned, and the spring pushes x away. [line 6]", '''
def tethered(x, g, c=0.0, home=None, g_old=None, *, lr=0.05, rho=0.9, pull=0.2):
    first = home is None
    home = x if first else home
    dg = 0.0 * g if first else g - g_old
    c = rho * c + (1 - rho) * dg**2
    force = g * (1 + c) ** -0.5 + pull * (home - x)   # back to where we came from
    x = x - lr * force
    home = rho * home + (1 - rho) * x
    return dict(c=c, home=home, g_old=g, x=x)
'''),
    ("xxxiii_leash_most_outside_the_minimum", leash, "factor", "`most` belongs to what 1 is compared with; here it multiplies the smaller of the two, so that usual gradients are lengthened. [line 4]", '''
def leash(x, g, m=0.0, length=1.0, *, lr=0.1, beta=0.8, rho=0.9, most=1.2, eps=1e-2):
    n = np.sqrt((g * g).sum(axis=-1, keepdims=True))
    length = rho * length + (1 - rho) * n
    cut = most * np.minimum(1, length / (n + eps))
    m = beta * m + (1 - beta) * (cut * g)
    x = x - lr * m / (length + eps)
    return dict(m=m, length=length, x=x)
'''),
    ("xxxiii_leash_usual_length_starts_at_zero", leash, "length", "The usual length starts at 1; here it starts at 0. [line 1]", '''
def leash(x, g, m=0.0, usual=0.0, *, lr=0.1, beta=0.8, rho=0.9, most=1.2, eps=1e-2):
    size = np.linalg.norm(g, axis=-1, keepdims=True)
    usual = (1 - rho) * size + rho * usual
    allowed = most * usual / (size + eps)
    g_cut = np.where(allowed < 1, allowed * g, g)
    m = beta * m + (1 - beta) * g_cut
    return m, usual, x - lr * m / (usual + eps)
'''),
    ("xxxiii_leash_root_mean_square_for_norm", leash, "size", "The length of the gradient is the root of the sum of its squares; here that of their mean is taken, which is smaller by the root of the number of coordinates. [line 2]", '''
def leash(x, g, m=0.0, length=1.0, *, lr=0.1, beta=0.8, rho=0.9, most=1.2, eps=1e-2):
    size = np.sqrt(np.mean(g ** 2, axis=-1, keepdims=True))
    length = rho * length + (1 - rho) * size
    factor = np.minimum(1.0, most * length / (size + eps))
    m = beta * m                     # forget a little
    m += (1 - beta) * factor * g
    x = x - lr / (length + eps) * m
    return dict(size=size, length=length, factor=factor, m=m, x=x)
'''),
    ("xxxiii_remainder_debt_without_limit", remainder, "r", "The debt that is carried on is limited to one width in either direction; here all of it is carried on. [line 5]", '''
def remainder(x, g, r=0.0, w=1.0, *, lr=0.02, rho=0.9, low=0.5, span=1.0):
    p = g + r
    w = np.clip(rho * w + (1 - rho) * np.abs(p), low, low + span)
    q = np.sign(p) * w
    r = p - q
    x = x - lr * q
    return dict(r=r, w=w, q=q, x=x)
'''),
    ("xxxiii_remainder_sign_of_the_gradient_alone", remainder, "q", "The step has the sign of the gradient together with the debt; here that of the gradient alone, so that debts never turn a step. [line 5]", '''
def remainder(x, g, debt=0.0, width=1.0, *, lr=0.02, rho=0.9, low=0.5, span=1.0):
    due = debt + g
    width = rho * width + (1 - rho) * np.abs(due)
    width = np.minimum(np.maximum(width, low), low + span)
    paid = width * np.sign(g)
    debt = np.clip(due - paid, -width, width)
    x = x - lr * paid
    return dict(debt=debt, width=width, x=x)
'''),
    ("xxxiii_remainder_clips_what_enters", remainder, "w", "The average is clipped after it was renewed; here only what enters the average is clipped. [line 3]", '''
def remainder(x, g, r=0.0, w=1.0, *, lr=0.02, rho=0.9, low=0.5, span=1.0):
    p = r + g
    w = rho * w + (1 - rho) * np.clip(np.abs(p), low, low + span)
    q = np.where(p > 0, w, np.where(p < 0, -w, 0.0))
    rest = p - q
    # never owe more than one step
    r = np.maximum(np.minimum(rest, w), -w)
    return r, w, x - lr * q
'''),
]

TWO = [
    ("xxxiii_tandem_wrong_weight_and_sign", tandem, "b u", "In the slow average the new part is weighed by 1 - beta in place of 1 - gamma. And the difference of the averages is subtracted from the direction, to which it must be added. [lines 4, 5]", '''
def tandem(x, g, a=0.0, b=0.0, *, lr=0.05, beta=0.8, gamma=0.9, kappa=0.3):
    gap = a - b
    a = beta * a + (1 - beta) * (g - kappa * gap)
    b = gamma * b + (1 - beta) * (a + kappa * gap)
    u = a - kappa * (a - b)
    x = x - lr * u
    return dict(gap=gap, a=a, b=b, u=u, x=x)
'''),
    ("xxxiii_patient_zero_agrees_and_damped_by_gradient", patient, "wait u", "An average of 0 agrees with nothing, so > stands in the condition, not >=: here the first step counts already. And the direction is damped by the size of the average, not by that of the gradient. [lines 4, 9]", '''
def patient(x, g, m=0.0, wait=0.0, *, lr=0.02, beta=0.9, after=2, boost=3.0):
    # count the steps in a row in which g
    # and the average point to the same side
    agree = g * m >= 0
    wait = (wait + 1) * agree

    m = beta * m + (1 - beta) * g
    gain = np.where(wait < after, 1, boost)
    u = gain * m / (1 + np.abs(g))
    x = x - lr * u
    return m, wait, x
'''),
    ("xxxiii_two_looks_trial_without_friction_and_half_and_half", two_looks, "v_try g_mix", "The trial step forgets mu. And the two slopes are mixed half and half, whatever share is. [lines 4, 6]", '''
def two_looks(x, grad, v=0.0, *, lr=0.05, mu=0.8, reach=1.5, share=0.3):
    # first look, then try, then second look
    a = grad(x)
    versuch = v - lr * a
    b = grad(x + reach * versuch)
    mittel = (a + b) / 2
    v = mu * v - lr * mittel
    x = x + v
    return dict(v=v, x=x)
'''),
    ("xxxiii_breathing_sums_raw_average_and_still_rate", breathing, "s rate", "The sum is that of the corrected averages; here the raw one is added. And the rate itself must swell with the wave; here only the sum does. [lines 5, 6]", '''
def breathing(x, g, t, m=0.0, s=0.0, *, lr=0.02, beta=0.9, period=6, depth=0.5, eps=1e-2):
    wave = 1 + depth * np.cos(2 * np.pi * (t - 1) / period)
    m = beta * m + (1 - beta) * g
    corrected = m / (1 - beta**t)
    s = s + wave * np.abs(m)
    rate = lr / (s / t + eps)
    x = x - rate * corrected
    return dict(wave=wave, m=m, s=s, rate=rate, x=x)
'''),
    ("xxxiii_breathing_sine_and_unweighed_gradient", breathing, "wave m", "The wave is a cosine, which begins at its crest; here it is a sine. And the gradient enters the average without its weight 1 - beta. [lines 3, 4]", '''
def breathing(x, g, t, m=0.0, s=0.0, *, lr=0.02, beta=0.9, period=6, depth=0.5, eps=1e-2):
    turn = 2 * np.pi / period
    swell = 1 + depth * np.sin(turn * (t - 1))
    m = beta * m + g
    m_hat = m / (1 - np.power(beta, t))
    s = s + swell * np.abs(m_hat)
    x = x - lr * swell * m_hat * t / (s + t * eps)
    return m, s, x
'''),
    ("xxxiii_tethered_first_jump_from_zero_and_fast_home", tethered, "jump home", "There is no jump in the first step, as no gradient is known before it; here the first jump is the whole gradient. And home keeps the share rho of itself; here the two weights are exchanged, and it runs after x. [lines 4, 8]", '''
def tethered(x, g, c=0.0, home=None, g_old=None, *, lr=0.05, rho=0.9, pull=0.2):
    if home is None:
        home = x
    jump = g if g_old is None else g - g_old
    c = (1 - rho) * jump * jump + rho * c
    damped = g / (c + 1) ** 0.5
    x = x - lr * (damped + pull * (x - home))
    home = rho * x + (1 - rho) * home
    return dict(jump=jump, c=c, home=home, g_old=g, x=x)
'''),
    ("xxxiii_leash_larger_of_the_two_and_todays_length", leash, "factor x", "The factor is the smaller of 1 and the ratio, so that only long gradients are cut; here it is the larger one. And the step is divided by the usual length, not by that of this gradient. [lines 6, 9]", '''
def leash(x, g, avg=0.0, usual=1.0, *, lr=0.1, beta=0.8, rho=0.9, most=1.2, eps=1e-2):
    now = np.linalg.norm(g, axis=-1, keepdims=True)
    usual = rho * usual + (1 - rho) * now

    # cut what is too long
    f = np.maximum(1, most * usual / (now + eps))
    avg = beta * avg + (1 - beta) * f * g

    x = x - lr * avg / (now + eps)
    return dict(avg=avg, usual=usual, x=x)
'''),
    ("xxxiii_remainder_debt_fades_and_width_not_step", remainder, "p r", "The whole debt is added to the gradient; here it is multiplied by rho first. And what is left is p less the step with its sign; here the width is taken off without a sign. [lines 4, 9]", '''
def remainder(x, g, r=0.0, w=1.0, *, lr=0.02, rho=0.9, low=0.5, span=1.0):
    clip = lambda z, a, b: np.minimum(np.maximum(z, a), b)
    # gradient plus what is still owed
    p = rho * r + g
    w = w * rho + np.abs(p) * (1 - rho)
    w = clip(w, low, low + span)
    x = x - lr * w * np.sign(p)
    # what we did not manage to pay
    r = clip(p - w, -w, w)
    return dict(p=p, w=w, r=r, x=x)
'''),
]

RIGHT = [
    ("xxxiii_ok_tandem_substituted", tandem, '''
def tandem(x, g, a=0.0, b=0.0, *, lr=0.05, beta=0.8, gamma=0.9, kappa=0.3):
    # everything written out in the old a and b, as a 2x2 system
    pull = (1 - beta) * kappa
    A = (beta - pull) * a + pull * b + (1 - beta) * g
    B = (1 - gamma) * (A + kappa * a) + (gamma - (1 - gamma) * kappa) * b
    return A, B, x - lr * ((1 + kappa) * A - kappa * B)
'''),
    ("xxxiii_ok_tandem_lead_as_state", tandem, '''
def tandem(x, g, a=0.0, lead=0.0, *, lr=0.05, beta=0.8, gamma=0.9, kappa=0.3):
    # lead is a - b: nobody ever needs b itself
    b = a - lead
    a = a + (1 - beta) * (g - kappa * lead - a)
    b += (1 - gamma) * ((a - b) + kappa * lead)
    lead = a - b
    x = x - lr * a - lr * kappa * lead
    return dict(a=a, lead=lead, x=x)
'''),
    ("xxxiii_ok_patient_counts_in_a_loop", patient, '''
def patient(x, g, m=0.0, wait=0.0, *, lr=0.02, beta=0.9, after=2, boost=3.0):
    old = np.broadcast_to(m, x.shape)
    counts = np.array(np.broadcast_to(wait, x.shape), dtype=float)
    for i in np.ndindex(*x.shape):
        if g[i] * old[i] > 0:
            counts[i] += 1
            continue
        counts[i] = 0
    m = beta * m + (1 - beta) * g
    long_enough = counts >= after
    x = x - lr * np.where(long_enough, boost, 1.0) / (1 / np.abs(np.where(m == 0, 1, m)) + 1) * np.sign(m)
    return dict(m=m, wait=counts, x=x)
'''),
    ("xxxiii_ok_patient_memory_in_a_tuple", patient, '''
def patient(x, g, memory=(0.0, 0.0), *, lr=0.02, beta=0.9, after=2, boost=3.0):
    total, run = memory                      # total is m / (1 - beta)
    run = (run + 1) * (g * total > 0)
    total = beta * total + g
    m = (1 - beta) * total
    small_step = lr * m / (1 + np.abs(m))
    x = x - small_step - (boost - 1) * (run >= after) * small_step
    return dict(memory=(total, run), x=x)
'''),
    ("xxxiii_ok_two_looks_mends_the_trial", two_looks, '''
def two_looks(x, grad, v=0.0, *, lr=0.05, mu=0.8, reach=1.5, share=0.3):
    here = grad(x)
    v = mu * v - lr * here
    # the trial is kept and only corrected by what the second look says more
    v = v + lr * (1 - share) * (here - grad(x + reach * v))
    return dict(v=v, x=x + v)
'''),
    ("xxxiii_ok_two_looks_last_point_as_state", two_looks, '''
def two_looks(x, grad, x_before=None, *, lr=0.05, mu=0.8, reach=1.5, share=0.3):
    if x_before is None:
        x_before = x
    coast = x + mu * (x - x_before)
    slope = grad(x)
    trial = (1 - reach) * x + reach * (coast - lr * slope)
    return dict(x_before=x, x=coast - lr * share * slope - lr * (1 - share) * grad(trial))
'''),
    ("xxxiii_ok_breathing_running_mean", breathing, '''
def breathing(x, g, t, m=0.0, mean=0.0, *, lr=0.02, beta=0.9, period=6, depth=0.5, eps=1e-2):
    half = np.pi * (t - 1) / period
    wave = 1 + depth - 2 * depth * np.sin(half) ** 2
    m = m + (1 - beta) * (g - m)
    u = wave * m / (1 - beta**t)
    mean = mean + (np.abs(u) - mean) / t
    x = x - lr * u / (mean + eps)
    return dict(m=m, mean=mean, x=x)
'''),
    ("xxxiii_ok_breathing_corrected_average_as_state", breathing, '''
def breathing(x, g, t, mh=0.0, s=0.0, *, lr=0.02, beta=0.9, period=6, depth=0.5, eps=1e-2):
    def weight(n):
        return 1 - np.power(beta, n)

    # the corrected average moves by a share of its own, which is 1 at first
    share = (1 - beta) / weight(t)
    mh = mh + share * (g - mh)
    swell = np.cos(2 * np.pi * ((t - 1) % period) / period) * depth + 1
    s = s + swell * np.abs(mh)
    return mh, s, x - lr * t * swell * mh / (s + t * eps)
'''),
    ("xxxiii_ok_tethered_rope_as_state", tethered, '''
def tethered(x, g, c=0.0, rope=0.0, g_old=None, *, lr=0.05, rho=0.9, pull=0.2):
    # rope = x - home, which is 0 at first: no home is needed
    last = g if g_old is None else g_old
    c = c * rho + (1 - rho) * (last - g) ** 2
    move = -lr * (g / np.sqrt(c + 1) + pull * rope)
    rope = rho * (rope + move)
    return dict(c=c, rope=rope, g_old=g, x=x + move)
'''),
    ("xxxiii_ok_tethered_calls_itself_at_first", tethered, '''
def tethered(x, g, c=0.0, home=None, g_old=None, *, lr=0.05, rho=0.9, pull=0.2):
    if home is None:
        return tethered(x, g, c, x, g, lr=lr, rho=rho, pull=pull)

    if g_old is None:
        g_old = g
    c = rho * c + (1 - rho) * (g - g_old) ** 2
    k = lr * pull
    x = (1 - k) * x + k * home - lr * g * (1 + c) ** -0.5
    home = x + rho * (home - x)
    return dict(c=c, home=home, g_old=g, x=x)
'''),
    ("xxxiii_ok_leash_both_as_sums", leash, '''
def leash(x, g, m=0.0, sum_n=None, *, lr=0.1, beta=0.8, rho=0.9, most=1.2, eps=1e-2):
    # sum_n is the usual length over 1 - rho, which starts at 1 / (1 - rho)
    n = np.sqrt(np.einsum("...i,...i->...", g, g))[..., None]
    sum_n = n + rho * (1 / (1 - rho) if sum_n is None else sum_n)
    L = (1 - rho) * sum_n
    too_long = n + eps > most * L
    m = beta * m + (1 - beta) * np.where(too_long, most * L / (n + eps), 1) * g
    x = x - m * (lr / (L + eps))
    return m, sum_n, x
'''),
    ("xxxiii_ok_leash_sum_in_place_of_average", leash, '''
def leash(x, g, total=0.0, length=1.0, *, lr=0.1, beta=0.8, rho=0.9, most=1.2, eps=1e-2):
    size = np.sum(g**2, axis=-1, keepdims=True) ** 0.5
    length = (1 - rho) * size + rho * length
    longest = most * length
    padded = size + eps
    # g * longest / max(padded, longest) is g where it is short enough
    total = beta * total + g * longest / np.maximum(padded, longest)
    x = x - lr * (1 - beta) * total / (eps + length)
    return dict(total=total, length=length, x=x)
'''),
    ("xxxiii_ok_remainder_sizes_and_signs", remainder, '''
def remainder(x, g, r=0.0, w=1.0, *, lr=0.02, rho=0.9, low=0.5, span=1.0):
    p = r + g
    side, size = np.sign(p), np.abs(p)
    w = np.minimum(low + span, np.maximum(low, rho * w + (1 - rho) * size))
    # size - w is never below -w, so one bound is enough
    r = side * np.minimum(size - w, w)
    x = x - lr * side * w
    return dict(r=r, w=w, x=x)
'''),
    ("xxxiii_ok_remainder_median_of_three", remainder, '''
def between(a, b, c):
    """the middle one of three"""
    return np.median(np.stack(np.broadcast_arrays(a, b, c)), axis=0)

def remainder(x, g, r=0.0, w=1.0, *, lr=0.02, rho=0.9, low=0.5, span=1.0):
    g = g + r
    w = between(low, rho * w + (1 - rho) * abs(g), low + span)
    up, down = g > 0, g < 0
    q = np.zeros_like(g)
    q = np.where(up, w, q)
    q = np.where(down, -w, q)
    return between(-w, g - q, w), w, x - lr * q
'''),
]
