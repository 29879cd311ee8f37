// Made by `npm run references`. Do not edit.
import type { Reference } from "../reference.js";

/** What is known of the task `language`. */
export const language: readonly Reference[] = [
  {
    task: "language",
    size: 1,
    horizon: 150,
    batch: 8,
    fingerprint: "b94d4560accb65c7",
    effort: {
      trials: 64,
      tuningSeeds: 2,
      seeds: 8,
      horizons: [0.25, 0.5, 1, 2, 4],
    },
    curve: [
      {
        horizon: 38,
        setting: {
          scale: 7.452059223254961,
          decay: 0.0011756026935474098,
          hyperparameters: {
            beta1: 0.8395251448743224,
            beta2: 0.9990651972785125,
          },
        },
        loss: 3.0307428073138,
        deviation: 0.03574422819397878,
        edges: [],
      },
      {
        horizon: 75,
        setting: {
          scale: 43.553993456878125,
          decay: 0.4696192740296529,
          hyperparameters: {
            beta1: 0.8845501906634814,
            beta2: 0.9987160332038569,
          },
        },
        loss: 2.6678159162402153,
        deviation: 0.0887333144401207,
        edges: [],
      },
      {
        horizon: 150,
        setting: {
          scale: 26.040977015250363,
          decay: 0.00003295330770646954,
          hyperparameters: {
            beta1: 0.77486498036817,
            beta2: 0.9994232578681072,
          },
        },
        loss: 2.2733133789151907,
        deviation: 0.04328245610772274,
        edges: [],
      },
      {
        horizon: 300,
        setting: {
          scale: 20.12462926663371,
          decay: 0.048340672396678136,
          hyperparameters: {
            beta1: 0.8935429763202489,
            beta2: 0.9988585323203663,
          },
        },
        loss: 2.0774156730622053,
        deviation: 0.026199441177927836,
        edges: [],
      },
      {
        horizon: 600,
        setting: {
          scale: 16.573331086371812,
          decay: 0.016953038326063697,
          hyperparameters: {
            beta1: 0.8987615632133494,
            beta2: 0.9987409622150744,
          },
        },
        loss: 1.8057151846587658,
        deviation: 0.03087403553462578,
        edges: [],
      },
    ],
    bar: {
      adamw: {
        horizon: 150,
        setting: {
          scale: 26.040977015250363,
          decay: 0.00003295330770646954,
          hyperparameters: {
            beta1: 0.77486498036817,
            beta2: 0.9994232578681072,
          },
        },
        loss: 2.2733133789151907,
        deviation: 0.04328245610772274,
        edges: [],
      },
      nadamw: {
        horizon: 150,
        setting: {
          scale: 29.40489149179872,
          decay: 0.001300613322169765,
          hyperparameters: {
            beta1: 0.8489358142593977,
            beta2: 0.9992041940079304,
          },
        },
        loss: 2.256020220927894,
        deviation: 0.04538368727911045,
        edges: [],
      },
      lion: {
        horizon: 150,
        setting: {
          scale: 53.36918069084954,
          decay: 0.0009729733992959402,
          hyperparameters: {
            beta1: 0.8370321269004138,
            beta2: 0.9934737896994122,
          },
        },
        loss: 2.5754180941730738,
        deviation: 0.14569696723235762,
        edges: [],
      },
      nesterov: {
        horizon: 150,
        setting: {
          scale: 18.666576668820536,
          decay: 0.0030535955099767237,
          hyperparameters: {
            beta: 0.8364689582344571,
          },
        },
        loss: 2.2705572713166475,
        deviation: 0.019517244691293067,
        edges: [],
      },
      muon: {
        horizon: 150,
        setting: {
          scale: 6.37356820244085,
          decay: 0.019841560179140634,
          hyperparameters: {
            learning_rate: 0.007745636830537758,
            momentum: 0.9577709087554318,
            adam_learning_rate: 0.048201006504549435,
            beta1: 0.9599874554890886,
            beta2: 0.9980686358328072,
          },
        },
        loss: 2.1858451580628753,
        deviation: 0.03062678547882665,
        edges: [],
      },
    },
  },
  {
    task: "language",
    size: 1,
    horizon: 600,
    batch: 1,
    fingerprint: "3257e1c769de4947",
    effort: {
      trials: 64,
      tuningSeeds: 2,
      seeds: 8,
      horizons: [0.25, 0.5, 1, 2, 4],
    },
    curve: [
      {
        horizon: 150,
        setting: {
          scale: 14.610842643851797,
          decay: 0.000020158398261944452,
          hyperparameters: {
            beta1: 0.7686713432990397,
            beta2: 0.9996842404209972,
          },
        },
        loss: 2.9076851420104504,
        deviation: 0.07230042282472739,
        edges: [],
      },
      {
        horizon: 300,
        setting: {
          scale: 9.048870644014688,
          decay: 0.0037536130226446507,
          hyperparameters: {
            beta1: 0.8574441243579932,
            beta2: 0.9989456005690434,
          },
        },
        loss: 2.7058817129582167,
        deviation: 0.08550313047084487,
        edges: [],
      },
      {
        horizon: 600,
        setting: {
          scale: 10.045135674714606,
          decay: 0,
          hyperparameters: {
            beta1: 0.8063147133686821,
            beta2: 0.9995094643506734,
          },
        },
        loss: 2.3653265833854675,
        deviation: 0.05544201781502671,
        edges: [],
      },
      {
        horizon: 1200,
        setting: {
          scale: 6.7972543997312505,
          decay: 0,
          hyperparameters: {
            beta1: 0.8751055804647578,
            beta2: 0.9995979081557643,
          },
        },
        loss: 2.185066459700465,
        deviation: 0.07126448656017585,
        edges: [],
      },
      {
        horizon: 2400,
        setting: {
          scale: 5.739350397924111,
          decay: 0,
          hyperparameters: {
            beta1: 0.8361219987581303,
            beta2: 0.9993787745164032,
          },
        },
        loss: 1.9678257806226611,
        deviation: 0.07977677008412842,
        edges: [],
      },
    ],
    bar: {
      adamw: {
        horizon: 600,
        setting: {
          scale: 10.045135674714606,
          decay: 0,
          hyperparameters: {
            beta1: 0.8063147133686821,
            beta2: 0.9995094643506734,
          },
        },
        loss: 2.3653265833854675,
        deviation: 0.05544201781502671,
        edges: [],
      },
      nadamw: {
        horizon: 600,
        setting: {
          scale: 14.644056016739349,
          decay: 0,
          hyperparameters: {
            beta1: 0.7180348599904309,
            beta2: 0.9993996423116455,
          },
        },
        loss: 2.3813760206103325,
        deviation: 0.07111472218624235,
        edges: [],
      },
      lion: {
        horizon: 600,
        setting: {
          scale: 20.680512842535997,
          decay: 0.000207775555780389,
          hyperparameters: {
            beta1: 0.9739305363871121,
            beta2: 0.8019058742153831,
          },
        },
        loss: 2.4184747310355306,
        deviation: 0.06589434003386473,
        edges: [],
      },
      nesterov: {
        horizon: 600,
        setting: {
          scale: 12.490657750390302,
          decay: 0.0002765001039240987,
          hyperparameters: {
            beta: 0.8997198557239713,
          },
        },
        loss: 2.2699977783486247,
        deviation: 0.06029442687130456,
        edges: [],
      },
      muon: {
        horizon: 600,
        setting: {
          scale: 0.8333930665046675,
          decay: 0.00014170910945820878,
          hyperparameters: {
            learning_rate: 0.01112560785142958,
            momentum: 0.9202801663352995,
            adam_learning_rate: 0.022008501728139337,
            beta1: 0.7353074013069014,
            beta2: 0.9996583431619825,
          },
        },
        loss: 2.2859773067757487,
        deviation: 0.09238234128661837,
        edges: [],
      },
    },
  },
];
